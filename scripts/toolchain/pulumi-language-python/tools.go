//go:build tools

// Package toolchain names the command that the set-up builds, so that "go mod tidy" keeps what it needs.
package toolchain

import _ "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"
