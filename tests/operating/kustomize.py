"""Owns a reading of the few things that our kustomizations use; anything else in one fails loudly."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from operating.tools import documents

Resource = dict[str, Any]
_KNOWN = {
    *("apiVersion", "kind", "namespace", "resources", "components", "images", "configMapGenerator", "patches"),
}


def render(folder: Path) -> list[Resource]:
    """The resources that `kubectl apply --kustomize` would send for the kustomization in `folder`."""
    return _render(folder, [])


def _render(folder: Path, given: list[Resource]) -> list[Resource]:
    (wanted,) = documents(folder / "kustomization.yaml")
    assert set(wanted) <= _KNOWN
    resources = deepcopy(given)
    for name in wanted.get("resources", []):
        path = (folder / name).resolve()
        resources += render(path) if path.is_dir() else documents(path)
    resources += [_config_map(folder, generator) for generator in wanted.get("configMapGenerator", [])]
    for name in wanted.get("components", []):
        resources = _render((folder / name).resolve(), resources)
    for patch in wanted.get("patches", []):
        _patch(resources, *documents(folder / patch["path"]))
    for image in wanted.get("images", []):
        _set_image(resources, image)
    if "namespace" in wanted:
        _set_namespace(resources, wanted["namespace"])
    return resources


def _config_map(folder: Path, generator: dict[str, Any]) -> Resource:
    assert set(generator) == {"name", "files", "options"}
    assert generator["options"] == {"disableNameSuffixHash": True}
    data = {name: (folder / name).read_text() for name in generator["files"]}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": generator["name"]}, "data": data}


def _patch(resources: list[Resource], patch: Resource) -> None:
    (target,) = [one for one in resources if _name(one) == _name(patch)]
    _merge(target, patch)


def _merge(target: dict[str, Any], patch: dict[str, Any]) -> None:
    for key, value in patch.items():
        if isinstance(value, dict):
            _merge(target.setdefault(key, {}), value)
        else:
            assert not isinstance(value, list), "lists merge by rules of their own, which are not read here"
            target[key] = value


def _set_image(resources: list[Resource], image: dict[str, str]) -> None:
    for container in (container for one in resources for container in containers(one)):
        if container["image"] == image["name"]:
            container["image"] = f"{image['newName']}:{image['newTag']}"


def _set_namespace(resources: list[Resource], namespace: str) -> None:
    for resource in resources:
        if resource["kind"] == "Namespace":
            resource["metadata"]["name"] = namespace
        else:
            resource["metadata"]["namespace"] = namespace


def _name(resource: Resource) -> tuple[str, str]:
    return resource["kind"], resource["metadata"]["name"]


def containers(resource: Resource) -> list[dict[str, Any]]:
    """Every container that a CronJob starts; none for another kind."""
    if resource["kind"] != "CronJob":
        return []
    pod = resource["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return [*pod.get("initContainers", []), *pod["containers"]]
