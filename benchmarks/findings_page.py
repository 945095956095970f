"""What the page of findings costs beside JSON: 10 000 findings of `check`, each with its exchange; and the page's size."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
URL = "https://h.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
COUNT = 10_000


def exchange(number: int) -> str:
    """Return an exchange with one finding, and with texts of its own."""
    messages = [{"role": "user", "content": f"Tell me story {number} about how the universe began. " * 4}]
    message = {"role": "assistant", "content": f"In the beginning {number} … " * 20}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    answer = {
        "id": f"chatcmpl-{number}", "object": "chat.completion", "created": 1_700_000_000, "model": "gpt-4",
        "system_fingerprint": "fp_1", "choices": [choice],
        "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
    }  # fmt: skip
    request = {"method": "POST", "url": URL, "body": {"messages": messages, "seed": str(number)}}
    return json.dumps({"request": request, "response": {"status": 200, "body": answer}}) + "\n"


def checked(folder: Path, form: str) -> tuple[float, int, Path]:
    """Check the traffic; return the seconds, the peak of memory in MB, and the report."""
    out = folder / f"report.{form}"
    command = [
        sys.executable,
        "-m",
        "conformance",
        "check",
        "t.ndjson",
        "--jobs",
        "1",
        "--format",
        form,
        "-o",
        str(out),
    ]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}) as process:
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 1
    return time.perf_counter() - start, used.ru_maxrss // 1024, out


def main() -> None:
    """Print both, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "t.ndjson").write_text("".join(map(exchange, range(COUNT))), encoding="utf-8")
        traffic = (folder / "t.ndjson").stat().st_size / 1e6
        found = {form: checked(folder, form) for form in ("json", "html")}
        for form, (seconds, memory, out) in found.items():
            print(
                f"{form}: {COUNT} findings in {seconds:.1f} s, {memory} MB of memory, {out.stat().st_size / 1e6:.1f} MB"
            )
        (json_time, json_memory, _), (html_time, html_memory, page) = found["json"], found["html"]
        print(f"html / json: {html_time / json_time:.1f} of the time, {html_memory / json_memory:.1f} of the memory")
        print(f"page / traffic: {page.stat().st_size / 1e6 / traffic:.2f} of the size ({traffic:.1f} MB of traffic)")


if __name__ == "__main__":
    main()
