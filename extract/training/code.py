"""What spaCy imports before it reads a configuration of this recipe (`--code`)."""

import extract.segmentation
import extract.tokenizer  # noqa: F401
