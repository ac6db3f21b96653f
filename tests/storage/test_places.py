import pytest

from domain.errors import FolderUnsuitable
from storage.places import refuse_network_share


@pytest.fixture
def mounts(tmp_path):
    path = tmp_path / "mounts"
    path.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/books /mnt/my\\040share nfs4 rw 0 0\n", encoding="utf-8"
    )
    return path


def test_a_network_share_is_no_place_for_a_database(tmp_path, mounts):
    share = tmp_path.__class__("/mnt/my share/office")

    with pytest.raises(FolderUnsuitable):
        refuse_network_share(share, mounts)


def test_a_disk_of_the_machine_is(tmp_path, mounts):
    refuse_network_share(tmp_path, mounts)
    refuse_network_share(tmp_path)
