"""Scoring records against gold annotations, layer by layer and field by field."""

from pipeline.evaluation.score import Layer, Report, evaluate

__all__ = ["Layer", "Report", "evaluate"]
