"""A form page may be for those only who hold a post, or for offices of one kind."""

import forms.models.page
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal_forms', '0010_option_lists_and_shared_groups'),
    ]

    operations = [
        migrations.AddField(
            model_name='formpage',
            name='fillers',
            field=models.CharField(choices=[('everybody', 'everybody, without an account'), ('signed_in', 'everybody who has a post'), ('function', 'offices of one kind')], default='everybody', max_length=10, verbose_name='who may fill it in'),
        ),
        migrations.AddField(
            model_name='formpage',
            name='filling_function',
            field=models.CharField(blank=True, choices=forms.models.page.functions, max_length=40, verbose_name='of which kind of office'),
        ),
    ]
