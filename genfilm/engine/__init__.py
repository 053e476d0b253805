"""Answering queries over a build in processes that can be killed."""
