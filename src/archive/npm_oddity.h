// What is unusual in an archive: where programs that unpack it may come to different files, or where a file lands
// elsewhere than its name says. None of it is a verdict.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::archive {

enum class OddityKind : std::uint8_t {
  // Paths.
  absolute_path,     // begins with a slash, a backslash or a drive letter, which npm takes away
  parent_path,       // holds "..": npm leaves it out, or loses the ".." with the first folder
  no_folder,         // stands in no folder, so that nothing is left of its path: npm leaves it out
  other_root,        // the first folder is not "package"
  unclean_path,      // holds empty or "." parts, which count when the first folder is taken away
  not_utf8,          // bytes that are no UTF-8, for which npm writes U+FFFD
  hidden_character,  // a character that the eye does not see as what it is: control, bidirectional, zero-width
  backslash,         // a backslash, which Windows takes for a slash
  windows_name,      // a device of Windows ("aux.js"), a stream ("a.js:x"), or characters or ends that Windows changes
  long_path,         // a name above 255 bytes or a path above 1,000: systems differ in what they can write
  // What stands where.
  duplicate,          // a path that stood there before: npm overwrites
  file_over_folder,   // a file where a folder is, or in a folder that is a file: npm leaves the later one out
  case_collision,     // a path that differs from another in case or accents only: one file on many systems
  renamed_ignore,     // .gitignore, which npm writes as .npmignore, or leaves out
  no_manifest,        // no package.json at the top
  several_manifests,  // more than one entry becomes the package.json at the top
  // Kinds of entries.
  link,          // symbolic or hard: npm leaves it out
  device,        // character or block device, or pipe: npm leaves it out
  sparse,        // a file with holes: npm leaves it out, or writes the list of its holes as content
  unknown_type,  // a type that npm passes over and others take for a file
  unusual_type,  // contiguous files, dumped folders, headers of old programs: known, but nobody writes them
  special_mode,  // setuid, setgid or sticky
  // Headers that programs read differently.
  bad_checksum,       // npm passes over the block and looks for headers in what follows
  bad_number,         // a field that is no number, or more than one program can take
  invalid_header,     // no path, or a link without an end: npm passes over the block, as with a bad checksum
  link_name_on_file,  // a file with the end of a link: npm takes its content for headers, or leaves it out
  size_conflict,      // a pax header says another size than the entry's own
  size_of_nothing,    // a folder or link with a size: what follows is content to some, headers to others
  global_header,      // a pax header for all that follows, with more than a comment
  pax_conflict,       // a pax header in which npm reads something else than the standard has it
  name_conflict,      // a path or link said twice, or a prefix or a zero that programs treat differently
  lost_name,          // a name beyond ASCII in a header before: npm loses it where its pieces meet inside a character
  stray_description,  // a long name or pax header without an entry, an empty one, or one larger than npm takes
  // The archive's end and wrapping.
  zero_block,         // one block of zeros between entries, which ends the archive for some
  no_end,             // ends without two blocks of zeros
  data_after_end,     // something else than zeros after the end
  entries_after_end,  // among it headers, which those read that do not stop at the end
  gzip_members,       // several gzip members, of which some read the first only
  gzip_trailing,      // zeros after the gzip members
  gzip_garbage,  // something else there: npm fails, or reads it or not by how the bytes arrive; others pass it over
  not_gzipped,   // a bare tar, which npm takes as well
};

// The enumerator's own name.
std::string_view to_string(OddityKind kind);

// Whether another program, which follows the standard, may unpack other files than npm because of it. Without such an
// oddity libarchive lists the same files, which fuzz/fuzz_npm_unpack.cpp holds.
bool is_ambiguous(OddityKind kind);

struct Oddity {
  OddityKind kind = OddityKind::duplicate;
  std::string path;          // as the archive has it, at most 4,096 bytes; hostile text. Empty: of the archive
  std::string detail;        // one phrase; hostile text
  std::string other;         // of a link: where it leads; of a name that may be lost: the other one. Hostile text
  std::uint64_t offset = 0;  // of the header in the unpacked archive
};

// A list bounded for each kind, so that a flood of one does not hide another.
class Oddities {
 public:
  explicit Oddities(std::uint32_t most_of_a_kind) : most_(most_of_a_kind) {}
  void add(OddityKind kind, std::string_view path, std::string_view detail, std::uint64_t offset,
           std::string_view other = {});

  std::vector<Oddity> list;
  std::uint64_t left_out = 0;  // above the limit

 private:
  std::uint32_t most_;
  std::array<std::uint32_t, 64> seen_{};  // by kind
};

}  // namespace cordon::archive
