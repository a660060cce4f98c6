; The installer of Windows, built by .ci/package-windows.
;
;   steward-...-setup.exe [/S] [/ALLUSERS] [/D=C:\folder]
;     /S         silent: no window, no question
;     /ALLUSERS  for everybody on this computer; needs an administrator
;     /D=folder  another folder; must be the last, without quotes
;   Ends with 0, 1 (cancelled) or 2 (could not be written); having changed nothing with
;   32 (Steward is running), 740 (/ALLUSERS without an administrator) or 1150 (a Windows
;   older than 10 version 1803).
;
; A newer version is installed over an older one, in its folder. What the person keeps
; (%LOCALAPPDATA%\Steward) is neither made nor removed here.

Target amd64-unicode ; a 32-bit stub would not start where only 64-bit programs do
Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 32 ; MB
SetDateSave off ; two builds compare equal

Name "Steward"
OutFile "${SETUP}"
BrandingText "Steward ${VERSION}"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off

VIProductVersion "${VERSION4}"
VIAddVersionKey /LANG=1033 ProductName "Steward"
VIAddVersionKey /LANG=1033 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1033 FileDescription "Steward setup"
VIAddVersionKey /LANG=1033 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1033 CompanyName "${PUBLISHER}"
VIAddVersionKey /LANG=1033 LegalCopyright "Apache License 2.0"

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include nsDialogs.nsh
!include WinVer.nsh

!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Steward"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define RUNNING 32
!define ELEVATE 740
!define OLD 1150
!define OLDEST 17134 ; the build of 1803: the database shares its memory by calls that came with it

Var everybody ; 1: for everybody on this computer
Var said      ; 1: the command line said so
Var choice    ; the control of that

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\steward.exe"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_LICENSE "${ROOT}/LICENSE"
Page custom askWhom takeWhom
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

; whom sets the registry, the start menu and the folder for one or for everybody. The
; folder of an installed version wins, and one that /D names wins over both.
!macro whom
	${If} $everybody == 1
		SetShellVarContext all
	${Else}
		SetShellVarContext current
	${EndIf}
!macroend

Function place
	!insertmacro whom
	${If} $everybody == 1
		StrCpy $INSTDIR "$PROGRAMFILES64\Steward"
	${Else}
		StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Steward"
	${EndIf}
	ReadRegStr $0 SHCTX "${ENTRY}" InstallLocation
	${If} $0 != ""
		StrCpy $INSTDIR $0
	${EndIf}
FunctionEnd

!macro isAdmin result
	UserInfo::GetAccountType
	Pop ${result}
!macroend

Function .onInit
	${IfNot} ${AtLeastBuild} ${OLDEST}
		MessageBox MB_ICONEXCLAMATION "Steward was not installed: this Windows is too old. It needs Windows 10 version 1803, Windows Server 2019, or newer." /SD IDOK
		SetErrorLevel ${OLD}
		Quit
	${EndIf}
	StrCpy $R9 $INSTDIR ; what /D named; there is no InstallDir of ours
	${GetParameters} $R0
	ClearErrors
	${GetOptions} $R0 "/ALLUSERS" $R1
	StrCpy $everybody 0
	${IfNot} ${Errors}
		StrCpy $everybody 1
		StrCpy $said 1
		!insertmacro isAdmin $0
		${If} $0 != "Admin"
			SetErrorLevel ${ELEVATE}
			${IfNot} ${Silent}
				Call elevate
			${EndIf}
			Quit
		${EndIf}
	${EndIf}
	Call place
	${If} $R9 != ""
		StrCpy $INSTDIR $R9
	${EndIf}
FunctionEnd

; elevate starts this program again as an administrator, whom Windows asks for.
Function elevate
	ClearErrors
	ExecShell runas "$EXEPATH" "/ALLUSERS"
	${If} ${Errors}
		MessageBox MB_ICONEXCLAMATION "Steward was not installed: an administrator is needed to install it for everybody on this computer. Install it for yourself only, or ask an administrator."
	${Else}
		SetErrorLevel 0
	${EndIf}
FunctionEnd

Function askWhom
	${If} $said == 1
		Abort ; there is nothing to ask
	${EndIf}
	!insertmacro MUI_HEADER_TEXT "For whom" "Who may use Steward on this computer?"
	nsDialogs::Create 1018
	Pop $0
	${NSD_CreateRadioButton} 0 0 100% 12u "Only &me (no administrator needed)"
	Pop $0
	${NSD_Check} $0
	${NSD_CreateRadioButton} 0 18u 100% 12u "&Everybody on this computer (Windows asks for an administrator)"
	Pop $choice
	${NSD_CreateLabel} 0 44u 100% 30u "Settings and customers are kept for each person apart, sealed, in their own folder. Removing Steward does not remove them."
	Pop $0
	nsDialogs::Show
FunctionEnd

Function takeWhom
	${NSD_GetState} $choice $0
	${If} $0 != ${BST_CHECKED}
		StrCpy $everybody 0
		Call place
		Return
	${EndIf}
	!insertmacro isAdmin $0
	${If} $0 == "Admin"
		StrCpy $everybody 1
		Call place
		Return
	${EndIf}
	Call elevate
	${If} ${Errors}
		Abort ; stay on the page
	${EndIf}
	Quit
FunctionEnd

; notRunning asks the person to close the program, which cannot be replaced while it
; runs. It is never ended from here: it may be waiting for an answer about money.
!macro notRunning un
Function ${un}notRunning
	StrCpy $1 "$INSTDIR\steward.exe"
	Call ${un}waitFor
	StrCpy $1 "$INSTDIR\steward-cli.exe"
	Call ${un}waitFor
FunctionEnd

Function ${un}waitFor
	again:
	${IfNot} ${FileExists} $1
		Return
	${EndIf}
	ClearErrors
	FileOpen $0 $1 a
	${IfNot} ${Errors}
		FileClose $0
		Return
	${EndIf}
	MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Steward is running, or its folder cannot be written:$\n$1$\n$\nNothing was changed. Close Steward, then try again." /SD IDCANCEL IDRETRY again
	SetErrorLevel ${RUNNING}
	Quit
FunctionEnd
!macroend
!insertmacro notRunning ""
!insertmacro notRunning "un."

; makeCLI makes the second program of the first: they differ in some hundred bytes, and
; what comes out is what was signed.
Function makeCLI
	InitPluginsDir
	File "/oname=$PLUGINSDIR\cli.patch" "${PATCH}"
	Delete "$INSTDIR\steward-cli.exe"
	VPatch::vpatchfile "$PLUGINSDIR\cli.patch" "$INSTDIR\steward.exe" "$INSTDIR\steward-cli.exe"
	Pop $0
	StrCpy $0 $0 2
	${If} $0 != "OK"
		MessageBox MB_ICONEXCLAMATION "Steward was not installed wholly: $INSTDIR\steward-cli.exe cannot be written. Check that the disk is not full, then install again." /SD IDOK
		SetErrorLevel 2
		Quit
	${EndIf}
FunctionEnd

Section "Steward"
	Call notRunning
	SetOutPath $INSTDIR
	File "${BUILD}/steward.exe"
	AddSize ${CLI_KB}
	Call makeCLI
	File "/oname=LICENSE.txt" "${ROOT}/LICENSE"
	File "/oname=licences.txt" "${ROOT}/assets/licences/licences.txt"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Steward.lnk" "$INSTDIR\steward.exe" "" "$INSTDIR\steward.exe" 0

	WriteRegStr SHCTX "${PATHS}\steward.exe" "" "$INSTDIR\steward.exe"
	WriteRegStr SHCTX "${PATHS}\steward-cli.exe" "" "$INSTDIR\steward-cli.exe"

	WriteRegStr SHCTX "${ENTRY}" DisplayName "Steward"
	WriteRegStr SHCTX "${ENTRY}" DisplayVersion "${VERSION}"
	WriteRegStr SHCTX "${ENTRY}" DisplayIcon "$INSTDIR\steward.exe,0"
	WriteRegStr SHCTX "${ENTRY}" Publisher "${PUBLISHER}"
	WriteRegStr SHCTX "${ENTRY}" URLInfoAbout "${SITE}"
	WriteRegStr SHCTX "${ENTRY}" InstallLocation "$INSTDIR"
	WriteRegStr SHCTX "${ENTRY}" UninstallString '"$INSTDIR\uninstall.exe"'
	WriteRegStr SHCTX "${ENTRY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD SHCTX "${ENTRY}" NoModify 1
	WriteRegDWORD SHCTX "${ENTRY}" NoRepair 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	IntFmt $0 "0x%08X" $0
	WriteRegDWORD SHCTX "${ENTRY}" EstimatedSize $0
	${If} $everybody == 1
		WriteINIStr "$INSTDIR\uninstall.ini" install everybody 1
	${EndIf}
SectionEnd

; The uninstaller asks nobody for whom it was installed: it lies beside the answer.
Function un.onInit
	ReadINIStr $everybody "$INSTDIR\uninstall.ini" install everybody
	!insertmacro whom
	${If} $everybody == 1
		!insertmacro isAdmin $0
		${If} $0 != "Admin"
			SetErrorLevel ${ELEVATE}
			${IfNot} ${Silent}
				ExecShell runas "$INSTDIR\uninstall.exe"
			${EndIf}
			Quit
		${EndIf}
	${EndIf}
FunctionEnd

Section "un.Steward"
	Call un.notRunning
	Delete "$INSTDIR\steward.exe"
	Delete "$INSTDIR\steward-cli.exe"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\licences.txt"
	Delete "$INSTDIR\uninstall.ini"
	Delete "$INSTDIR\uninstall.exe"
	SetOutPath $TEMP
	RMDir "$INSTDIR" ; stays if the person put something there
	Delete "$SMPROGRAMS\Steward.lnk"
	DeleteRegKey SHCTX "${PATHS}\steward.exe"
	DeleteRegKey SHCTX "${PATHS}\steward-cli.exe"
	DeleteRegKey SHCTX "${ENTRY}"
SectionEnd

!uninstfinalize '"${SIGN}" "%1"' = 0
