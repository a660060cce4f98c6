package demo

import (
	"context"
	"github.com/sirupsen/logrus"
	"io"
	"net/http"
	"time"
)

const everyMethod = "*"
const maxCustomers = 2_000_000

var methods = map[string]struct{}{}

type RateLimit struct {
	Requests int
	Per      time.Duration
}
type (
	store    struct{}
	sessions struct{}
	limiter  struct{}
	counter  struct{}
	admin    struct{}
	door     struct{ addr string }
)

func (*counter) count(string) int                                { return 0 }
func (*sessions) expire()                                        {}
func (*door) offline(bool) error                                 { return nil }
func silent() *logrus.Entry                                      { l := logrus.New(); l.SetOutput(io.Discard); return logrus.NewEntry(l) }
func start(context.Context, Options) (*Platform, error)          { return nil, nil }
func (p *Platform) shut() error                                  { return nil }
func (p *Platform) ServeHTTP(http.ResponseWriter, *http.Request) {}
