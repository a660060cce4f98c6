package journal

// thousandths is a number of thousandths as record has figures.
func thousandths(n int64) float64 { return float64(n) / 1000 }
