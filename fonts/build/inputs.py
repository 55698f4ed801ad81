"""The packages the faces are made from: which ones, how to get them, how to read them.

Packages are asked for by name and exact version through the ordinary client of their
registry, and every archive must have the checksum noted here, so a build either
starts from the very same bytes or stops.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """One pinned package: `kind` is its registry, `archive` the file the client saves."""

    kind: str
    name: str
    version: str
    archive: str
    sha256: str

    def __str__(self):
        return f"{self.kind} {self.name} {self.version}"


PACKAGES = {
    "noto": Package(
        "deb",
        "fonts-noto-cjk",
        "1:20220127+repack1-1",
        "fonts-noto-cjk_1%3a20220127+repack1-1_all.deb",
        "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    ),
    "noto-extra": Package(
        "deb",
        "fonts-noto-cjk-extra",
        "1:20220127+repack1-1",
        "fonts-noto-cjk-extra_1%3a20220127+repack1-1_all.deb",
        "5f6536c99f9b3d77a3c383c3f1544f6d49350e7f20832c4c979af0e33f603cb5",
    ),
    "wenkai": Package(
        "deb",
        "fonts-lxgw-wenkai",
        "1.250+repack-1",
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "ukai": Package(
        "deb",
        "fonts-arphic-ukai",
        "0.2.20080216.2-5",
        "fonts-arphic-ukai_0.2.20080216.2-5_all.deb",
        "b9db73184895b067f7911f9adbf3b137df99c2d4ec5425b4ad779a9834b7110b",
    ),
    "kaiti-gb": Package(
        "deb",
        "fonts-arphic-gkai00mp",
        "2.11-16",
        "fonts-arphic-gkai00mp_2.11-16_all.deb",
        "7c5452a4f5ce4eb351ceb25ee9ae359c8b094c2fd68955b9c93bd34c315bebf1",
    ),
    "unicode-data": Package(
        "deb",
        "unicode-data",
        "15.0.0-1",
        "unicode-data_15.0.0-1_all.deb",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
    "noto-serif-sc": Package(
        "pypi",
        "pylopdf-fonts-zh-cn",
        "0.1.1",
        "pylopdf_fonts_zh_cn-0.1.1-py3-none-any.whl",
        "e2661ef3790cbe0f0f6aa5338b6859b7cd288ee75bc88cd4239c62cd025d4fb3",
    ),
    "ma-shan-zheng": Package(
        "npm",
        "@fontsource/ma-shan-zheng",
        "5.3.1",
        "fontsource-ma-shan-zheng-5.3.1.tgz",
        "f441a8e137c210da78e8a287616227b11771ff8bbc4a6e506a0f5f84790ca272",
    ),
    "source-serif": Package(
        "npm",
        "source-serif",
        "4.5.1",
        "source-serif-4.5.1.tgz",
        "19a448df98f4aa777de3452b0a1e29aa7ffe29252fe552c8a2d2531702d80746",
    ),
}


def sha256(data):
    """Hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def download_command(package):
    """The registry client's command that saves the archive in the current folder."""
    if package.kind == "deb":
        return ["apt-get", "download", f"{package.name}={package.version}"]
    if package.kind == "npm":
        return ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    requirement = f"{package.name}=={package.version}"
    return [sys.executable, "-m", "pip", "download", "-q", "--no-deps", requirement]


class Store:
    """Archives kept in a cache folder, fetched on first use, read member by member."""

    def __init__(self, cache):
        self.cache = Path(cache)
        self._open_deb = (None, None)

    def archive(self, key):
        """Path of a package's archive, downloaded if need be; its checksum must hold."""
        package = PACKAGES[key]
        folder = self.cache / package.kind
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / package.archive
        if not path.exists():
            subprocess.run(download_command(package), cwd=folder, check=True)
        found = sha256(path.read_bytes())
        if found != package.sha256:
            raise SystemExit(f"{path}: sha256 is {found}, not {package.sha256}")
        return path

    def member(self, key, name):
        """The bytes of one file inside a package."""
        path = self.archive(key)
        kind = PACKAGES[key].kind
        if kind == "deb":
            return self._deb(path).extractfile(f"./{name}").read()
        if kind == "npm":
            with tarfile.open(path) as archive:
                return archive.extractfile(name).read()
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)

    def _deb(self, path):
        """The file tree of a Debian package. The last one stays unpacked in memory,
        since several faces come out of one large package."""
        if self._open_deb[0] != path:
            command = ["dpkg-deb", "--fsys-tarfile", path]
            tree = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
            self._open_deb = (path, tarfile.open(fileobj=io.BytesIO(tree)))
        return self._open_deb[1]
