// poetry.lock of Poetry 0.12 to 2.x (github.com/python-poetry/poetry, packages/locker.py).
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Components: every [[package]] (id "<path>#name@version") with the digests of all its files: those of the package
// since 1.3, of [metadata.files] from 1.0 on, of [metadata.hashes] before. Edges as the file has them; of several
// versions of one package an edge leads to those that its range lets through, because markers choose between them. The
// project and what it asks for come from pyproject.toml beside the file; without it a root is inferred. Scopes are
// those of category (before 1.5) and groups (since 2.0), else they come from pyproject.toml, else they are unknown.
// Fails as toml::parse does, with missing_field for a text that is none and with unsupported_version.
Result<model::Inventory> read_poetry_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
