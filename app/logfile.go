package app

import (
	"io"
	"os"
	"path/filepath"

	"github.com/sirupsen/logrus"
	"gopkg.in/natefinch/lumberjack.v2"
)

// What a log may grow to, in MB, how many older ones stay, and for how many days.
const (
	logSize  = 5
	logsKept = 3
	logDays  = 90
)

// LogName is the log of the window in the data folder, CommandLogName that of the
// commands without one.
const (
	LogName        = "steward.log"
	CommandLogName = "steward-cli.log"
)

// NewLog is a log that hides what must not be in one, whoever writes it.
func NewLog(to io.Writer) *logrus.Logger {
	log := logrus.New()
	log.SetOutput(to)
	log.SetFormatter(redacting{&logrus.TextFormatter{DisableColors: true}})
	return log
}

// LogFile is where a log of a data folder is written: rotated, mode 0600, made
// with the first line.
func LogFile(dir, name string) io.WriteCloser {
	path := filepath.Join(dir, name)
	_ = os.Chmod(path, 0o600) // there is none yet, or it is narrowed
	return &lumberjack.Logger{Filename: path, MaxSize: logSize, MaxBackups: logsKept, MaxAge: logDays}
}
