package app

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// systemVersion is the version of Windows.
func systemVersion() string {
	v := windows.RtlGetVersion()
	return fmt.Sprintf("Windows %d.%d build %d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
}
