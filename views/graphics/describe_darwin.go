package graphics

// Describe has one thing to say: OpenGL is a part of macOS.
func Describe() string { return "OpenGL of macOS" }
