// The files of one package as they stand in its archive: what everything here reads.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::inspect {

// A regular file. Paths are relative to the folder that holds package.json, '/'-separated, without "./" and "..": of
// two of one path the last counts, as for clients that unpack them one over the other.
struct PackageFile {
  std::string_view path;
  std::uint32_t mode = 0;  // permission bits of the archive
  std::string_view content;
};

// What makes a file of the package run, which decides the language that it is read in.
enum class Starter : std::uint8_t {
  named,   // nothing is known but its name
  loaded,  // require, import
  node,    // a program that runs JavaScript is given it
  shell,   // a shell is given it, or reads it in
  other,   // an interpreter of another language
  itself,  // its path is the command
};

}  // namespace cordon::inspect
