/* What Windows 10 has and Wine 8 has not. It is built as bcryptprimitives.dll, which every
   Go program loads first, into the Wine prefix of a test and nowhere else. So the program
   that is tested is the one that is shipped, byte for byte. */
#include <windows.h>
#include <winternl.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom of advapi32 */

/* ProcessPrng: Wine 8 has no bcryptprimitives.dll. */
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
	while (length > 0) {
		ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
		if (!SystemFunction036(data, part))
			return FALSE;
		data += part;
		length -= part;
	}
	return TRUE;
}

static void write_code(void *to, const void *from, SIZE_T size)
{
	DWORD before;
	if (!VirtualProtect(to, size, PAGE_EXECUTE_READWRITE, &before))
		return;
	memcpy(to, from, size);
	VirtualProtect(to, size, before, &before);
	FlushInstructionCache(GetCurrentProcess(), to, size);
}

/* jump_to puts a jump to ours in the place of a function. */
static void jump_to(const char *module, const char *name, void *ours)
{
	BYTE jump[12] = {0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xE0}; /* mov rax, ours; jmp rax */
	memcpy(jump + 2, &ours, sizeof ours);
	write_code((void *)GetProcAddress(GetModuleHandleA(module), name), jump, sizeof jump);
}

/* Placeholders: a range of addresses is set aside whole, then memory and views of files are
   put into its parts. Wine 8 has the calls and refuses them. Here the range is one where
   nobody else allocates, so that nothing need be set aside. */
enum { replace_placeholder = 0x4000, reserve_placeholder = 0x40000, preserve_placeholder = 2 };

static const ULONG_PTR range_start = 0x300000000000, range_end = 0x400000000000;
static volatile LONG64 range_next = 0x300000000000;

NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE process, PVOID *address, SIZE_T *size, ULONG type);

static PVOID WINAPI virtual_alloc2(HANDLE process, PVOID address, SIZE_T size, ULONG type, ULONG protect, PVOID more, ULONG count)
{
	(void)process, (void)more, (void)count;
	if (type & reserve_placeholder) {
		SIZE_T whole = (size + 0xFFFF) & ~(SIZE_T)0xFFFF;
		return (PVOID)InterlockedExchangeAdd64(&range_next, whole);
	}
	return VirtualAlloc(address, size, type & ~replace_placeholder, protect);
}

static BOOL WINAPI virtual_free(PVOID address, SIZE_T size, DWORD type)
{
	BOOL ours = (ULONG_PTR)address >= range_start && (ULONG_PTR)address < range_end;
	if (ours && type & preserve_placeholder)
		return TRUE; /* a placeholder is split */
	if (NtFreeVirtualMemory(GetCurrentProcess(), &address, &size, type) >= 0 || ours)
		return TRUE; /* ours may be a placeholder still */
	SetLastError(ERROR_INVALID_PARAMETER);
	return FALSE;
}

static PVOID WINAPI map_view3(HANDLE mapping, HANDLE process, PVOID address, ULONG64 offset, SIZE_T size, ULONG type, ULONG protect, PVOID more, ULONG count)
{
	(void)process, (void)type, (void)more, (void)count;
	DWORD access = protect == PAGE_READONLY ? FILE_MAP_READ : FILE_MAP_WRITE;
	return MapViewOfFileEx(mapping, access, (DWORD)(offset >> 32), (DWORD)offset, size, address);
}

static BOOL WINAPI unmap_view2(HANDLE process, PVOID address, ULONG flags)
{
	(void)process, (void)flags;
	return UnmapViewOfFile(address);
}

/* Deleting the POSIX way: Wine 8 answers "not implemented", where Go expects what a Windows
   before 1607 answers, and then takes the older way. */
typedef NTSTATUS(NTAPI *set_information)(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, int);
static set_information wine_set_information;

enum { disposition_ex = 64, invalid_info_class = (int)0xC0000003, stub_size = 32 };

static NTSTATUS NTAPI set_information_file(HANDLE file, PIO_STATUS_BLOCK io, PVOID info, ULONG length, int class)
{
	if (class == disposition_ex)
		return invalid_info_class;
	return wine_set_information(file, io, info, length, class);
}

/* keep_stub copies the stub of a system call, which is the same anywhere. */
static set_information keep_stub(void)
{
	void *stub = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtSetInformationFile");
	void *copy = VirtualAlloc(NULL, stub_size, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
	if (copy)
		memcpy(copy, stub, stub_size);
	return (set_information)copy;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
	(void)self, (void)reserved;
	if (reason != DLL_PROCESS_ATTACH)
		return TRUE;
	wine_set_information = keep_stub();
	if (!wine_set_information)
		return FALSE;
	jump_to("ntdll", "NtSetInformationFile", set_information_file);
	jump_to("kernelbase", "VirtualAlloc2", virtual_alloc2);
	jump_to("kernelbase", "VirtualFree", virtual_free);
	jump_to("kernelbase", "MapViewOfFile3", map_view3);
	jump_to("kernelbase", "UnmapViewOfFile2", unmap_view2);
	return TRUE;
}
