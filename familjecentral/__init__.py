"""The core of Familjecentral: rules and use cases, without window and without SQL."""

__version__ = "0.1.0"
