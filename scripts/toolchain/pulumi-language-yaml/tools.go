//go:build tools

// Package toolchain names the command that the set-up builds, so that "go mod tidy" keeps what it needs.
package toolchain

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
