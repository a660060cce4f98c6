package demo_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"steward/client/demo"
)

func TestSmoke(t *testing.T) {
	n := 5000
	if s := os.Getenv("DEMO_N"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	t0 := time.Now()
	p := start(t, demo.Options{Customers: n})
	fmt.Println("start", n, time.Since(t0))
	a := account(t, p, "admin", false)
	tok := a.Token.Reveal()
	for _, q := range [][]string{{}, {"startRow", strconv.Itoa(n / 2)}, {"orderField", "email"}, {"orderField", "email", "startRow", strconv.Itoa(n / 2)}, {"filterField", "email", "filterValue", "nora"}, {"filterField", "email", "filterValue", "nora"}} {
		t0 = time.Now()
		r := must(t, p, tok, "billing/account/rest/getaccounts", append(q, "resultCount", "500")...)
		fmt.Println(q, r["totalCount"], len(r.rows(t, "array")), time.Since(t0))
	}
	for range 2 {
		t0 = time.Now()
		r := must(t, p, tok, "administration/cluster/rest/getusersactivities", "starttime", "2026-04-04 00:00:00", "endtime", "2026-05-05 00:00:00", "resultCount", "500")
		fmt.Println("act", r["totalCount"], r.rows(t, "array")[:5], time.Since(t0))
	}
	r := must(t, p, tok, "billing/account/rest/getaccounts", "resultCount", "40")
	for _, row := range r.rows(t, "array") {
		fmt.Println(row)
	}
	r = must(t, p, tok, "system/admin/rest/getuserinfo", "login", "1003")
	fmt.Println(r)
}
