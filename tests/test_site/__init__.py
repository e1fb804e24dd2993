"""The built handbook as its readers meet it."""
