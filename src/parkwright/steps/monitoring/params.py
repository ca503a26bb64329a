"""The choices of the monitoring step."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from parkwright.tables import first_day, is_date, last_day


class MonitorParams(BaseModel):
    """What is reported: which programme, which period, and what was known when."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    programme: str = Field(description="Id of the programme (a row of programme_items of level programme).")
    as_of: date = Field(
        description="Only what had been recorded by the end of this day (UTC) counts; the status is that of this day."
    )
    period: str = Field(description="What is reported: a year or a span of years, as in 2020/2025.")
    confidence: float = Field(
        default=0.8,
        gt=0.5,
        lt=1,
        description="Of the interval of a forecast. Default 0.8 (assumed): nine in ten that the end value is above its low end.",
    )
    least_points: int = Field(
        default=4,
        ge=3,
        description="Fewest yearly values for a forecast. Default 4 (assumed): two degrees of freedom are left for the scatter.",
    )

    @field_validator("period")
    @classmethod
    def _is_period(cls, word: str) -> str:
        if not is_date(word):
            raise ValueError(word)
        return word

    @property
    def first(self) -> date:
        """First day of the period."""
        return first_day(self.period)

    @property
    def last(self) -> date:
        """Last day of the period."""
        return last_day(self.period)

    @property
    def recorded_by(self) -> str:
        """The last moment that counts, as tables hold moments."""
        return f"{self.as_of.isoformat()}T23:59:59Z"
