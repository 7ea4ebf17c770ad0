"""People and posts in Wagtail's admin, for whoever was given the permissions of the models: system administrators."""
