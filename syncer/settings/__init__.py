"""Owns the configuration: the TOML file, the environment, secret files and the command line, checked and frozen."""
