package app

import (
	"errors"
	"testing"

	"golang.org/x/sys/windows"

	"steward/app/model"
)

func TestDataFolderOpenToAllIsRefused(t *testing.T) {
	const owner = "(A;OICI;FA;;;OW)"
	for rights, refused := range map[string]bool{
		"D:P" + owner:                            false,
		"D:P" + owner + "(A;OICI;0x1200a9;;;WD)": false, // everybody may read
		"D:P" + owner + "(A;OICI;0x1301bf;;;WD)": true,  // and change
		"D:P" + owner + "(A;OICI;FA;;;WD)":       true,
	} {
		dir := t.TempDir()
		wanted, err := windows.SecurityDescriptorFromString(rights)
		if err != nil {
			t.Fatal(err)
		}
		list, _, err := wanted.DACL()
		if err != nil {
			t.Fatal(err)
		}
		const what = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
		if err := windows.SetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, what, nil, nil, list, nil); err != nil {
			t.Fatal(err)
		}
		var told *model.Error
		err = makeFolders(dir)
		if errors.As(err, &told) != refused || refused && told.Key != "app.folderopen" {
			t.Errorf("%s: %v", rights, err)
		}
	}
}
