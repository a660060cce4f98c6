package journal

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"steward/app/model"
	"steward/client/platform"
)

// claim takes the place of the one sender of a platform and operator on this
// computer, whatever profile, window or command it belongs to.
func (j *Journal) claim(uid platform.UID) error {
	j.unlock()
	if j.cfg.LockDir == "" {
		return nil
	}
	if err := os.MkdirAll(j.cfg.LockDir, 0o700); err != nil {
		return model.NewError(model.Internal, "journal.lock", err)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d", j.cfg.Cluster, uid))
	lock := flock.New(filepath.Join(j.cfg.LockDir, fmt.Sprintf("sender-%x.lock", sum[:8])))
	taken, err := lock.TryLock()
	switch {
	case err != nil:
		return model.NewError(model.Internal, "journal.lock", err)
	case !taken:
		return model.NewError(model.Conflict, "journal.other", nil)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lock = lock
	return nil
}

// unlock gives the sender's place up.
func (j *Journal) unlock() {
	j.mu.Lock()
	lock := j.lock
	j.lock, j.operator = nil, model.Operator{}
	j.mu.Unlock()
	if lock != nil {
		_ = lock.Unlock() // the file goes with the process at the latest
	}
}
