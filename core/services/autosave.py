"""Saving each edit as it is made: one thread owns the database, and says so when something does not reach the disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, Thread, current_thread
from typing import Any, Final, Literal, TypeVar

from core.errors import EnvironmentTrouble, NianbaoError
from core.store import Save, Store, words

_T = TypeVar("_T")

DELAYS: Final = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between tries to save while the disk refuses; the last one again and again."""
BREATH: Final = 0.01
"""Seconds that a step waits, because both threads share one interpreter: the key that made it is answered first."""
_CRASHED: Final = "程序内部出错，保存已停止"


@dataclass(frozen=True, slots=True)
class SaveState:
    """`since`: when this state began; of `saved`, when the last step reached the disk."""

    name: Literal["saved", "saving", "unsaved"]
    since: datetime
    reason: str = ""
    way_out: str = ""

    @property
    def sentence(self) -> str:
        """The state line."""
        match self.name:
            case "saved":
                return f"已保存 {self.since:%H:%M:%S}"
            case "saving":
                return "正在保存…"
        return f"未保存：{self.reason}，正在重试。已录入的都还在；{self.way_out}"


@dataclass(frozen=True, eq=False, slots=True)
class _Task:
    """A step to be saved, or a job to be done; `urgent` jobs go ahead of steps that cannot be saved."""

    save: Save | None = None
    job: Callable[[Store], Any] | None = None
    result: Future[Any] = field(default_factory=Future)
    urgent: bool = False


class Autosave:
    """Owns the thread, the thread owns the `Store` that `open_store` gives it (called there, and again after each
    failure: the disk may have come back). Listeners and acknowledgements are called in that thread.

    Steps reach the file in the order they were submitted, `breath` seconds after the first of them, several in one
    transaction if the disk is slower than the hand; jobs, `flush` and `close` do not wait. While it refuses they stay
    pending: submitting, `retry` and time try again.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        *,
        clock: Callable[[], datetime],
        delays: Sequence[float] = DELAYS,
        breath: float = BREATH,
    ) -> None:
        self._open = open_store
        self._clock = clock
        self._delays = tuple(delays)
        self._breath = breath
        self._changed = Condition()
        self._queue: deque[_Task] = deque()
        self._begun = 0  # rounds of work
        self._failed_round = 0  # the last of them in which steps were refused
        self._in_a_row = 0
        self._hurry = False
        self._at_once = False
        self._closing = False
        self._ended = False
        self._suspect = False
        self._store: Store | None = None
        self._state = SaveState("saved", clock())
        self._listeners: list[Callable[[SaveState], object]] = []
        self._thread = Thread(target=self._run, name="nianbao-autosave", daemon=True)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        return self._state

    @property
    def pending(self) -> tuple[Save, ...]:
        """The steps that are not in the file yet, oldest first."""
        with self._changed:
            return tuple(task.save for task in self._queue if task.save)

    def listen(self, listener: Callable[[SaveState], object]) -> Callable[[], None]:
        """Tell `listener` of each new state; call what is returned to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def submit(self, save: Save, done: Callable[[Save], object] | None = None) -> None:
        """Take a step to the file. `done` is called after the commit that holds it."""
        task = _Task(save)
        if done:
            task.result.add_done_callback(lambda _: done(save))
        self._put(task)

    def run(self, job: Callable[[Store], _T], *, urgent: bool = False) -> _T:
        """What `job` returns, done in the thread behind all steps submitted before. Raises what it raises of
        `NianbaoError`s, and `EnvironmentTrouble` if those steps cannot be saved (unless `urgent`)."""
        return self.start(job, urgent=urgent).result()

    def start(self, job: Callable[[Store], _T], *, urgent: bool = False) -> Future[_T]:
        """The same without waiting for it."""
        task = _Task(job=job, urgent=urgent)
        self._put(task)
        return task.result

    def retry(self) -> None:
        """Try again now."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Whether every step is in the file; waits until they are or a try that began after this call has failed,
        `timeout` seconds at most."""
        with self._changed:
            known = self._begun
            self._hurry = self._at_once = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._queue or self._failed_round > known or self._ended, timeout)
            return not self._queue

    def close(self, timeout: float = 10.0) -> tuple[Save, ...]:
        """Save what is pending, end the thread, close the file. Returns what could not be saved."""
        self.flush(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        return self.pending

    def _put(self, task: _Task) -> None:
        with self._changed:
            if not self._ended and not self._closing:
                self._queue.append(task)
                self._hurry = True
                self._changed.notify_all()
                return
        if task.job:
            raise EnvironmentTrouble("closed", f"{_CRASHED}。请重新打开程序。")
        with self._changed:
            self._queue.append(task)  # kept, so that it can be saved elsewhere

    # In the thread

    def _run(self) -> None:
        """Ends by `close`, or by a bug: then the state says so and the exception goes on to `threading.excepthook`."""
        try:
            while self._work():
                pass
        finally:
            try:
                self._drop_store()
                if not self._closing:
                    self._tell(SaveState("unsaved", self._clock(), _CRASHED, "请另存到别处，再重新打开程序。"))
            finally:
                self._end()

    def _end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._fail_jobs(EnvironmentTrouble("closed", f"{_CRASHED}。"))

    def _work(self) -> bool:
        """One round: the first tasks of one sort. False when there is nothing left to do for ever."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closing)
            self._changed.wait_for(self._is_wanted, self._breath)
            self._hurry = self._at_once = False
            self._begun += 1
            batch = self._batch()
            closing = self._closing
        if not batch:
            return False
        try:
            self._do(batch)
        except NianbaoError as trouble:
            return self._failed(batch, trouble) and not closing
        return True

    def _is_wanted(self) -> bool:
        """Whether somebody waits for what is to be done."""
        return self._at_once or self._closing or any(task.job for task in self._queue)

    def _batch(self) -> tuple[_Task, ...]:
        urgent = next((task for task in self._queue if task.urgent), None)
        if urgent or not self._queue:
            return (urgent,) if urgent else ()
        if self._queue[0].job:
            return (self._queue[0],)
        steps = []
        for task in self._queue:
            if not task.save:
                break
            steps.append(task)
        return tuple(steps)

    def _do(self, batch: tuple[_Task, ...]) -> None:
        """Raises `NianbaoError`, after which the queue is as it was."""
        job = batch[0].job
        store = self._ready(batch[0].urgent)
        if job:
            result = job(store)
        else:
            if self._state.name == "saved":
                self._tell(SaveState("saving", self._clock()))
            store.write([task.save for task in batch if task.save])
            result = None
        if not job:
            self._in_a_row = 0
            self._tell(SaveState("saved", self._clock()))
        for task in batch:
            task.result.set_result(result)
        self._done(batch)  # last, so that `flush` returns when everybody has been told

    def _ready(self, urgent: bool) -> Store:
        """The store, opened anew after a failure. While that cannot be done the old one stays for urgent jobs: it can
        still read a file that was deleted under its hands."""
        if self._store is None or self._suspect:
            try:
                fresh = self._open()
            except NianbaoError:
                if urgent and self._store is not None:
                    return self._store
                raise
            self._drop_store()
            self._store, self._suspect = fresh, False
        return self._store

    def _done(self, batch: tuple[_Task, ...]) -> None:
        with self._changed:
            for task in batch:
                self._queue.remove(task)
            self._changed.notify_all()

    def _failed(self, batch: tuple[_Task, ...], trouble: NianbaoError) -> bool:
        """A refused job is told to who asked; refused steps wait for a better moment, jobs behind them do not."""
        self._suspect = True
        if batch[0].job:
            self._done(batch)
            batch[0].result.set_exception(trouble)
            return True
        since = self._state.since if self._state.name == "unsaved" else self._clock()
        self._tell(SaveState("unsaved", since, *words(trouble.kind)))
        self._fail_jobs(trouble)
        with self._changed:
            self._failed_round = self._begun
            self._in_a_row += 1
            self._changed.notify_all()
            delay = self._delays[min(self._in_a_row, len(self._delays)) - 1]
            self._changed.wait_for(lambda: self._hurry or self._closing, delay)
        return True

    def _fail_jobs(self, trouble: NianbaoError) -> None:
        with self._changed:
            jobs = [task for task in self._queue if task.job and (self._ended or not task.urgent)]
            for task in jobs:
                self._queue.remove(task)
        for task in jobs:
            task.result.set_exception(trouble)

    def _drop_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _tell(self, state: SaveState) -> None:
        assert current_thread() is self._thread
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)
