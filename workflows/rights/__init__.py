"""Rights of the people in the data: holds, erasing, retention, requests, exports, records of processing."""
