"""Table files that people took out: who, which, why, how many."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

KINDS = [("xlsx", "Excel workbook (.xlsx)"), ("csv", "CSV files (.zip)")]
STATES = [
    ("waiting", "is being made"),
    ("ready", "ready"),
    ("taken", "downloaded"),
    ("expired", "erased after a day"),
    ("refused", "not made: the right to it has ended"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_posts_and_absences"),
        ("privacy", "0004_blind_tokens"),
        ("workflows", "0011_restricted_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extract",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form_key", models.CharField(max_length=60, verbose_name="form")),
                ("which", models.JSONField(default=dict)),
                ("kind", models.CharField(choices=KINDS, default="xlsx", max_length=4, verbose_name="file")),
                ("language", models.CharField(max_length=10)),
                ("purpose", models.CharField(max_length=160, verbose_name="what it is needed for")),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=8)),
                ("count", models.PositiveIntegerField(default=0, verbose_name="papers")),
                ("papers", models.BinaryField(default=b"")),
                ("path", models.CharField(blank=True, max_length=120)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
                ("expires_at", models.DateTimeField()),
                (
                    "data_key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.datakey",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.post"
                    ),
                ),
            ],
            options={
                "verbose_name": "extract",
                "verbose_name_plural": "extracts",
                "indexes": [models.Index(fields=["post", "-made_at"], name="extract_post")],
            },
        ),
    ]
