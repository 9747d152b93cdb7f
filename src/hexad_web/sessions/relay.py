"""What one web process tells the others through Redis. Losing a message costs two seconds: each looks for itself."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)
CHANNEL = "hexad.rooms"
THIS_PROCESS = uuid4().hex
PATIENCE_SECONDS = 1.0  # whoever taps waits for no Redis that hangs


@dataclass(frozen=True, slots=True)
class News:
    """A room changed; or, with a device, somebody opened it there."""

    session_id: int
    person_id: int = 0
    device: str = ""
    tab: str = ""
    takes_over: bool = False


def is_there() -> bool:
    return bool(settings.REDIS_URL)


@cache
def _client() -> "Redis":
    from redis import Redis  # late: an embedded set-up has no Redis and need not have its package

    return Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS)


def tell(news: News) -> None:
    if not is_there():
        return
    from redis.exceptions import RedisError  # late, as above

    try:
        _client().publish(CHANNEL, json.dumps({**asdict(news), "by": THIS_PROCESS}))
    except RedisError as error:
        logger.warning("Other web processes were not told of a room: %s", error)


async def listen(heard: Callable[[News], None]) -> None:
    from redis import asyncio as aioredis  # late, as above
    from redis.exceptions import RedisError

    while True:
        try:
            async with aioredis.from_url(settings.REDIS_URL) as client, client.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                async for message in channel.listen():
                    if message["type"] == "message":
                        _pass_on(json.loads(message["data"]), heard)
        except RedisError as error:
            logger.warning("Rooms do not hear of other web processes: %s", error)
            await asyncio.sleep(PATIENCE_SECONDS)


def _pass_on(fields: dict[str, object], heard: Callable[[News], None]) -> None:
    if fields.pop("by") != THIS_PROCESS:
        heard(News(**fields))  # type: ignore[arg-type]  # our own words, written by tell()
