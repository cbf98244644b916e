// The table of formats: which file name is read by which reader. A new format is one row here and its folder.
#pragma once

#include <span>
#include <string_view>

#include "inventory/reader.h"

namespace cordon::inventory {

struct Format {
  std::string_view ecosystem;  // as model::Inventory has it: the files of a folder are one project for each
  std::string_view family;     // npm, yarn, pnpm, bun, deno: files of one family in one folder supersede one another
  std::string_view name;       // file name, with its folders where they count; a '*' stands for anything but '/'
  Reader read;                 // null: an SBOM document, which is none of this module's to read
  std::uint8_t precedence;     // within a family and folder the highest wins; the others are superseded
  model::Client client;        // of yarn.lock the older; client_of tells
  // It says what is asked for, not what was chosen: looked at where no lockfile of its ecosystem covers the folder.
  bool manifest = false;

  // An SBOM, with parts of any ecosystem: a project of its own, whatever stands beside it.
  bool is_document() const { return read == nullptr; }
};

std::span<const Format> formats();

// Whether a file of `other` in the same folder says all that one of `format` says, and reads it where that is needed:
// of one family that of the higher precedence; of Python's manifest the lockfiles that are made from it.
bool superseded_by(const Format& format, const Format& other);

// The format of a file by its path, which may be the name alone; or null.
const Format* format_of_path(std::string_view path);

// The client that wrote a file of this format.
model::Client client_of(const Format& format, std::string_view text);

// The format that the content shows, for a file that was named explicitly: lockfiles are renamed when they are sent
// around. Null when the content is none that has a reader.
const Format* format_of_content(std::string_view text);

}  // namespace cordon::inventory
