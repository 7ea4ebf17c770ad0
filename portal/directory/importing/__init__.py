"""Lists that offices already keep, brought into the directory: national code lists, and tables in workbooks."""
