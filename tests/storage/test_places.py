import pytest

from domain.errors_of_database import FolderUnsuitable
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


@pytest.mark.parametrize(
    "name",
    [
        *("OneDrive", "OneDrive - Bihar DISCOM", "Dropbox", "Dropbox (Personal)", "Google Drive"),
        *("GoogleDrive-asha", "iCloud Drive", "Nextcloud"),
    ],
)
def test_a_folder_that_a_service_keeps_in_step_is_no_place_for_a_database(tmp_path, name):
    with pytest.raises(FolderUnsuitable):
        refuse_network_share(tmp_path / name / "office")


@pytest.mark.parametrize("name", ["Dropboxes", "onedriver", "my office", "Dropbox Street", "boxes"])
def test_a_name_that_only_begins_like_one_is_taken(tmp_path, name):
    refuse_network_share(tmp_path / name / "office")


def test_what_a_service_leaves_in_its_folder_gives_it_away(tmp_path):
    (tmp_path / "work" / ".stfolder").mkdir(parents=True)

    with pytest.raises(FolderUnsuitable):
        refuse_network_share(tmp_path / "work" / "office")


def test_what_windows_keeps_in_step_under_another_name_is_known(tmp_path, mounts):
    with pytest.raises(FolderUnsuitable):
        refuse_network_share(
            tmp_path / "Documents" / "office", mounts, {"OneDrive": str(tmp_path / "Documents")}
        )


def test_a_link_to_a_share_is_a_share(tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "link").symlink_to(share)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {share} fuse.sshfs rw 0 0\n")

    with pytest.raises(FolderUnsuitable):
        refuse_network_share(tmp_path / "link" / "office", mounts)
