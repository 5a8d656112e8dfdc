"""The declared recipe that makes the pipeline in `extract/model/`; the runtime never imports it."""
