"""The manifests: valid for the clusters there are, as restricted as promised, and in step with what they start."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from operating.kustomize import Resource, containers, render
from operating.tools import ROOT, check, documents

from scripts.dockerfile import instructions
from syncer.cli import advice
from syncer.cli.main import cli
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.loader import Configuration, load
from syncer.settings.source_tables import GitSource
from syncer.settings.tracker_tables import GitHubTracker

KUBERNETES = ROOT / "cron" / "kubernetes"
OVERLAYS = sorted(path for path in (KUBERNETES / "overlays").iterdir() if path.is_dir())
# podFailurePolicy is stable from 1.31 on.
VERSIONS = ("1.31", "1.37")
MEBIBYTE = 2**20


@pytest.fixture(params=OVERLAYS, ids=lambda path: path.name)
def overlay(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture
def rendered(overlay: Path) -> list[Resource]:
    return render(overlay)


def only(resources: list[Resource], kind: str) -> Resource:
    (found,) = [resource for resource in resources if resource["kind"] == kind]
    return found


@pytest.fixture
def job(rendered: list[Resource]) -> dict[str, Any]:
    """The template of the job that the CronJob starts."""
    template: dict[str, Any] = only(rendered, "CronJob")["spec"]["jobTemplate"]["spec"]
    return template


@pytest.fixture
def pod(job: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = job["template"]["spec"]
    return spec


@pytest.fixture
def container(rendered: list[Resource]) -> dict[str, Any]:
    (found,) = containers(only(rendered, "CronJob"))
    return found


@pytest.fixture
def configuration(rendered: list[Resource], tmp_path: Path) -> Configuration:
    """The configuration of the ConfigMap as our own loader reads it, the mounted secret in a folder of this test."""
    for name in only(documents(KUBERNETES / "secret.example.yaml"), "Secret")["stringData"]:
        (tmp_path / name).write_text("a-token")
        (tmp_path / name).chmod(0o600)
    text: str = only(rendered, "ConfigMap")["data"]["syncer.toml"]
    (tmp_path / "syncer.toml").write_text(text.replace("/run/secrets/syncer", str(tmp_path)))
    return load(tmp_path / "syncer.toml", tmp_path)


class TestSchemas:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_every_resource_is_valid(self, rendered: list[Resource], version: str, tmp_path: Path) -> None:
        found = validated([*rendered, *documents(KUBERNETES / "secret.example.yaml")], version, tmp_path)
        assert found.returncode == 0, found.stdout + found.stderr

    def test_an_invalid_one_would_be_seen(self, rendered: list[Resource], tmp_path: Path) -> None:
        only(rendered, "CronJob")["spec"]["concurencyPolicy"] = "Forbid"
        assert validated(rendered, VERSIONS[-1], tmp_path).returncode != 0

    def test_kustomize_reads_them_as_we_do(self, overlay: Path, rendered: list[Resource]) -> None:
        if shutil.which("kubectl") is None:
            pytest.skip("there is no kubectl on this machine")
        command = ["kubectl", "kustomize", str(overlay)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        theirs = list(yaml.safe_load_all(done.stdout))
        assert sorted(map(canonical, theirs)) == sorted(map(canonical, rendered))


def canonical(resource: Resource) -> str:
    return json.dumps(resource, sort_keys=True)


def validated(resources: list[Resource], version: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "rendered.yaml"
    path.write_text(yaml.safe_dump_all(resources))
    return check("kubernetes-validate", "--strict", "--quiet", "-k", version, path)


class TestRuns:
    def test_one_at_a_time_and_none_is_repeated(self, rendered: list[Resource], job: dict[str, Any]) -> None:
        """The cluster's own care is a hint; a run that failed is taken up by the next one."""
        cron = only(rendered, "CronJob")["spec"]
        assert cron["concurrencyPolicy"] == "Forbid"
        assert cron["timeZone"]
        assert 10 < cron["startingDeadlineSeconds"] < 3600
        assert job["backoffLimit"] == 0
        assert job["ttlSecondsAfterFinished"] > 0

    def test_what_no_other_pod_would_mend_fails_the_job(
        self, job: dict[str, Any], pod: dict[str, Any], container: dict[str, Any]
    ) -> None:
        failing, ignoring = job["podFailurePolicy"]["rules"]
        assert failing["action"] == "FailJob"
        assert failing["onExitCodes"] == {
            "containerName": container["name"],
            "operator": "In",
            "values": [advice.UNUSABLE, advice.UNSAFE, advice.LOCKED],
        }
        assert ignoring == {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}
        assert pod["restartPolicy"] == "Never", "a policy for failures allows no other"

    def test_there_is_time_to_stop_cleanly(
        self, job: dict[str, Any], pod: dict[str, Any], configuration: Configuration
    ) -> None:
        """F30: a run stops by itself before the cluster stops it, and then has longer than it needs."""
        limits = configuration.settings.limits
        assert limits.max_runtime is not None
        assert job["activeDeadlineSeconds"] >= limits.max_runtime + limits.settle_after + 60
        assert pod["terminationGracePeriodSeconds"] > 10

    def test_the_command_is_one_of_ours(self, container: dict[str, Any], rendered: list[Resource]) -> None:
        assert "command" not in container, "the image's entry point"
        name, *arguments = container["args"]
        command = cli.get_command(cli.make_context("syncer", ["--help"], resilient_parsing=True), name)
        assert command is not None
        given = command.make_context(name, arguments).params
        mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        (file,) = only(rendered, "ConfigMap")["data"]
        assert given["config"] == Path(mounted["config"]) / file

    def test_the_image_has_its_name_and_tag_from_the_overlay(self, container: dict[str, Any]) -> None:
        name, _, tag = container["image"].rpartition(":")
        assert name.endswith("/syncer")
        assert tag not in {"", "latest"}


class TestPrivileges:
    def test_the_namespace_admits_restricted_pods_only(self, rendered: list[Resource]) -> None:
        labels = only(rendered, "Namespace")["metadata"]["labels"]
        for mode in ("enforce", "audit", "warn"):
            assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"
            assert labels[f"pod-security.kubernetes.io/{mode}-version"] == "latest"

    def test_the_pod_is_restricted(self, pod: dict[str, Any], container: dict[str, Any]) -> None:
        """The restricted profile, point by point: https://kubernetes.io/docs/concepts/security/pod-security-standards/."""
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers", "hostAliases"} & set(pod)
        kinds = {kind for volume in pod["volumes"] for kind in volume if kind != "name"}
        assert kinds == {"configMap", "secret", "persistentVolumeClaim", "emptyDir"}

    def test_it_is_the_user_of_the_image(self, pod: dict[str, Any]) -> None:
        (user,) = [step.text for step in instructions((ROOT / "Dockerfile").read_text()) if step.word == "USER"]
        context = pod["securityContext"]
        assert f"{context['runAsUser']}:{context['runAsGroup']}" == user
        assert context["fsGroup"] == context["runAsUser"], "the group that may write a state is the user's own"
        assert context["fsGroupChangePolicy"] == "OnRootMismatch"

    def test_it_gets_nothing_of_the_cluster(self, pod: dict[str, Any], rendered: list[Resource]) -> None:
        account = only(rendered, "ServiceAccount")
        assert pod["serviceAccountName"] == account["metadata"]["name"]
        assert pod["automountServiceAccountToken"] is False
        assert account["automountServiceAccountToken"] is False
        assert pod["enableServiceLinks"] is False, "variables that begin with SYNCER_ and name no setting are refused"

    def test_its_memory_has_a_limit(self, container: dict[str, Any]) -> None:
        limit = container["resources"]["limits"]["memory"]
        assert limit.endswith("Mi")
        assert int(limit.removesuffix("Mi")) >= 256

    def test_nobody_reaches_it_and_it_reaches_no_metadata(self, rendered: list[Resource]) -> None:
        policy = only(rendered, "NetworkPolicy")["spec"]
        assert policy["ingress"] == []
        assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
        blocks = [peer["ipBlock"] for rule in policy["egress"] for peer in rule.get("to", [])]
        assert "169.254.0.0/16" in next(block["except"] for block in blocks if block["cidr"] == "0.0.0.0/0")
        labels = only(rendered, "CronJob")["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"]
        assert policy["podSelector"]["matchLabels"].items() <= labels.items()


class TestPlaces:
    def test_every_mount_has_its_volume_and_every_volume_its_thing(
        self, pod: dict[str, Any], container: dict[str, Any], rendered: list[Resource]
    ) -> None:
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == set(volumes)
        assert volumes["config"]["configMap"]["name"] == only(rendered, "ConfigMap")["metadata"]["name"]
        claim = only(rendered, "PersistentVolumeClaim")
        assert volumes["state"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
        secret = only(documents(KUBERNETES / "secret.example.yaml"), "Secret")
        assert volumes["secret"]["secret"]["secretName"] == secret["metadata"]["name"]
        assert {resource["metadata"].get("namespace") for resource in rendered} == {
            None,  # the namespace itself
            secret["metadata"]["namespace"],
        }

    def test_only_state_and_scratch_are_writable(self, container: dict[str, Any]) -> None:
        writable = {mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")}
        assert writable == {"/var/lib/syncer", "/tmp"}

    def test_the_secret_is_for_the_pod_alone(self, pod: dict[str, Any], container: dict[str, Any]) -> None:
        """F56: what others can read is refused, except below /run/secrets, where the mount is the guard."""
        (mode,) = [volume["secret"]["defaultMode"] for volume in pod["volumes"] if "secret" in volume]
        assert mode & (stat.S_IRWXO | stat.S_IWGRP | stat.S_IXGRP) == 0
        (mount,) = [mount for mount in container["volumeMounts"] if mount["name"] == "secret"]
        assert Path(mount["mountPath"]).is_relative_to("/run/secrets")
        assert mount["readOnly"] is True

    def test_no_secret_stands_in_a_manifest(self, rendered: list[Resource]) -> None:
        """F56: the one example is empty, and an empty token is refused."""
        assert not [resource for resource in rendered if resource["kind"] == "Secret"]
        example = only(documents(KUBERNETES / "secret.example.yaml"), "Secret")
        assert set(example["stringData"].values()) == {""}
        assert "data" not in example

    def test_the_configuration_reads_what_is_mounted(
        self, configuration: Configuration, rendered: list[Resource], container: dict[str, Any]
    ) -> None:
        mounted = {mount["name"]: Path(mount["mountPath"]) for mount in container["volumeMounts"]}
        state = configuration.settings.state.path
        assert state is not None
        assert Path(state).parent.is_relative_to(mounted["state"])
        assert Path(state).parent != mounted["state"], "the volume's own folder is open to the group"
        tables = [*configuration.settings.sources.values(), *configuration.settings.trackers.values()]
        secret = only(documents(KUBERNETES / "secret.example.yaml"), "Secret")
        text = only(rendered, "ConfigMap")["data"]["syncer.toml"]
        for table in tables:
            assert isinstance(table, GitSource | GitHubTracker | JiraTracker)
            assert table.token_file is not None
            assert Path(table.token_file).name in secret["stringData"]
            assert f'"{mounted["secret"] / Path(table.token_file).name}"' in text

    def test_commits_have_an_author(self, configuration: Configuration) -> None:
        """No git of the container knows who it is."""
        (source,) = configuration.settings.sources.values()
        assert isinstance(source, GitSource)
        assert source.author is not None


def with_a_list_in_the_patch(folder: Path) -> None:
    (folder / "schedule.yaml").write_text("kind: CronJob\nmetadata: {name: syncer, finalizers: [a]}\n")


def with_another_key(folder: Path) -> None:
    (wanted,) = documents(folder / "kustomization.yaml")
    (folder / "kustomization.yaml").write_text(yaml.safe_dump({**wanted, "replicas": []}))


@pytest.mark.parametrize("spoil", [with_a_list_in_the_patch, with_another_key])
def test_what_is_not_read_of_kustomize_fails(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    """A kustomization that uses more than the reading here knows is not taken for one that uses less."""
    shutil.copytree(KUBERNETES, tmp_path / "kubernetes")
    folder = tmp_path / "kubernetes" / "overlays" / "github"
    spoil(folder)
    with pytest.raises(AssertionError):
        render(folder)
