"""A fleet in shards, each a task of an array job of Slurm, as clusters run them."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time

from common import DOMAIN, SECRET, SECRET_APP, WORK, Skipped, exo

SHARDS = 4
CONNECTIONS = [f"shard-{number:02}" for number in range(1, 13)]

CONFIGURATION = """
ClusterName=check
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmctldPort=16817
SlurmdPort=16818
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
MpiDefault=none
NodeName={host} NodeAddr=127.0.0.1 CPUs=2
PartitionName=main Nodes={host} Default=YES
"""


@contextlib.contextmanager
def cluster():
    """A cluster of this machine alone; the environment in which its commands find it."""
    folder = WORK / "slurm"
    for name in ("munge", "state", "spool"):
        (folder / name).mkdir(mode=0o700, parents=True)
    folder.chmod(0o755)
    key = folder / "munge/key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    host = socket.gethostname().split(".")[0]
    (folder / "slurm.conf").write_text(CONFIGURATION.format(host=host, folder=folder))
    environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
    munge = folder / "munge"
    daemons = [
        ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}/socket", f"--pid-file={munge}/pid",
         f"--log-file={munge}/log", f"--seed-file={munge}/seed", "--num-threads=1"],
        ["slurmctld", "-D"],
        ["slurmd", "-D"],
    ]
    running = []
    try:
        for command in daemons:
            running.append(
                subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
            if command[0] == "munged":
                wait(lambda: (munge / "socket").exists(), "munged listens")
        wait(lambda: b"idle" in subprocess.run(["sinfo", "-h"], env=environment, capture_output=True).stdout, "the node is idle")
        yield environment
    finally:
        for daemon in reversed(running):
            daemon.terminate()
            daemon.wait(30)


def wait(condition, what):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, f"not within 30 seconds: {what}"
        time.sleep(0.1)


def check_an_array_job_of_slurm_does_a_fleet_in_shards():
    if os.geteuid() != 0 or not shutil.which("slurmctld"):
        raise Skipped("it needs slurmctld, slurmd and munge, and somebody who passes for root")
    secret = WORK / "fleet-secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    for name in CONNECTIONS:
        exo("connect", "--cloud", "emulator", "--name", name, "--organization", DOMAIN, "--client-id", SECRET_APP,
            "--client-secret-file", str(secret))
    job = WORK / "fleet.sh"
    job.write_text(
        "#!/bin/sh\n"
        'exec exo fleet run Get-OrganizationConfig --connections "shard-*" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \\\n'
        f'    --output ndjson --journal "{WORK}/fleet.$SLURM_ARRAY_TASK_ID.journal" > "{WORK}/fleet.$SLURM_ARRAY_TASK_ID.ndjson"\n'
    )
    with cluster() as environment:
        done = subprocess.run(
            ["sbatch", "--wait", f"--array=1-{SHARDS}", f"--output={WORK}/fleet.%a.log", str(job)],
            env=environment, capture_output=True, text=True, timeout=90,
        )
    logs = "".join(path.read_text() for path in sorted(WORK.glob("fleet.*.log")))
    assert done.returncode == 0, f"{done.stdout}{done.stderr}{logs}"
    shards = [
        [json.loads(line)["Connection"] for line in (WORK / f"fleet.{number}.ndjson").read_text().splitlines()]
        for number in range(1, SHARDS + 1)
    ]
    assert sorted(name for shard in shards for name in shard) == CONNECTIONS, shards
    assert sum(1 for shard in shards if shard) > 1, "one task did it all"
    for name in CONNECTIONS:
        exo("connection", "remove", name)
