"""The parts of forms.builder: keys, blocks to schema, schema to blocks."""
