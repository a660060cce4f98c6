package export

import (
	"strconv"
	"strings"
)

// exactDigits is how many significant digits a binary number keeps of any decimal, and
// how many spreadsheets keep at all.
const exactDigits = 15

// exactNumber is the number of some digits for XLSX, whose writer takes binary numbers
// only, or the digits themselves as text where the number would lose one. Up to 15
// significant digits the shortest form of the binary number is the decimal again, so
// that the file holds exactly these digits.
func exactNumber(digits string) any {
	if significant(digits) > exactDigits {
		return digits
	}
	number, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return digits
	}
	return number
}

// significant counts the digits from the first to the last that is not 0.
func significant(digits string) int {
	bare := strings.Trim(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, digits), "0")
	return len(bare)
}
