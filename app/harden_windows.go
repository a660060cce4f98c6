package app

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

// NoCoreDumps has nothing to do: Windows writes no core files unless asked.
func NoCoreDumps() error { return nil }

// mayExchange are the rights that let somebody put a file into a folder or take one out.
const mayExchange = windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | deleteChild |
	windows.WRITE_DAC | windows.WRITE_OWNER | windows.GENERIC_WRITE | windows.GENERIC_ALL

// deleteChild is FILE_DELETE_CHILD of Windows.
const deleteChild = 0x40

// openToAll reports whether everybody on this computer may write into a folder.
func openToAll(dir string) (bool, error) {
	rights, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION) {
		return false, nil // a disk without rights, as a stick has
	}
	if err != nil {
		return false, err
	}
	list, _, err := rights.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || err == nil && list == nil {
		return true, nil // without a list everything is allowed
	}
	if err != nil {
		return false, err
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return false, err
		}
		allows := entry.Header.AceType == windows.ACCESS_ALLOWED_ACE_TYPE && entry.Header.AceFlags&windows.INHERIT_ONLY_ACE == 0
		if allows && entry.Mask&mayExchange != 0 && isEverybody((*windows.SID)(unsafe.Pointer(&entry.SidStart))) { //nolint:gosec // the entry ends with the name
			return true, nil
		}
	}
	return false, nil
}

// isEverybody reports whether a name stands for all persons of a computer.
func isEverybody(name *windows.SID) bool {
	return name.IsWellKnown(windows.WinWorldSid) || name.IsWellKnown(windows.WinAuthenticatedUserSid) ||
		name.IsWellKnown(windows.WinBuiltinUsersSid)
}
