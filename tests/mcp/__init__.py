"""Tests of the MCP server, with the official SDK's own client."""
