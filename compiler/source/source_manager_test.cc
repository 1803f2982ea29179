#include "compiler/source/source_manager.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "compiler/source/utf8.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

std::string TempPath(const std::string& name) {
  const char* folder = std::getenv("TEST_TMPDIR");
  return std::string(folder == nullptr ? "/tmp" : folder) + "/" + std::to_string(::getpid()) + name;
}

TEST(SourceManager, DecodesInAnyOrder) {
  SourceManager sources;
  sources.AddBuffer("before", "x\n\ny");
  const std::string text = "one\n\n\ntwo\nthree three\n\nfour\n";
  const SourceOffset begin = sources.Begin(sources.AddBuffer("a", text));
  auto expected = [&](size_t at) {
    const std::string head = text.substr(0, at);
    const size_t newline = head.rfind('\n');
    return LineColumn{static_cast<uint32_t>(std::count(head.begin(), head.end(), '\n') + 1),
                      static_cast<uint32_t>(newline == std::string::npos ? at + 1 : at - newline)};
  };
  for (size_t first = 0; first <= text.size(); ++first) {
    for (size_t second = 0; second <= text.size(); ++second) {
      ASSERT_EQ(sources.Decode(begin + static_cast<uint32_t>(first)), expected(first));
      ASSERT_EQ(sources.Decode(begin + static_cast<uint32_t>(second)), expected(second))
          << second << " after " << first;
    }
  }
}

TEST(SourceManager, OffsetsAreGlobalAndZeroIsNoPlace) {
  SourceManager sources;
  FileId a = sources.AddBuffer("a.arc", "one\ntwo");
  FileId b = sources.AddBuffer("b.arc", "three");
  EXPECT_EQ(sources.Begin(a), 1u);
  EXPECT_EQ(sources.End(a), 8u);
  EXPECT_EQ(sources.Begin(b), 9u);
  EXPECT_EQ(sources.FileOf(1), a);
  EXPECT_EQ(sources.FileOf(8), a);  // one past the last byte belongs to the file
  EXPECT_EQ(sources.FileOf(9), b);
  EXPECT_EQ(sources.Decode(0), (LineColumn{0, 0}));
  EXPECT_EQ(sources.Decode(1), (LineColumn{1, 1}));
  EXPECT_EQ(sources.Decode(5), (LineColumn{2, 1}));
  EXPECT_EQ(sources.Decode(8), (LineColumn{2, 4}));
  EXPECT_EQ(sources.Decode(9), (LineColumn{1, 1}));
  EXPECT_EQ(sources.Decode(1000), (LineColumn{0, 0}));
  EXPECT_EQ(sources.Slice({5, 8}), "two");
  EXPECT_EQ(sources.Slice({}), "");
  EXPECT_EQ(sources.Slice({9, 4000000000}), "three");
  EXPECT_EQ(sources.Name(b), "b.arc");
}

TEST(SourceManager, LinesWithAndWithoutCarriageReturns) {
  SourceManager sources;
  FileId file = sources.AddBuffer("a.arc", "a\r\nbc\n\r\nlast\r");
  EXPECT_EQ(sources.LineCount(file), 4u);
  EXPECT_EQ(sources.Line(file, 1), "a");
  EXPECT_EQ(sources.Line(file, 2), "bc");
  EXPECT_EQ(sources.Line(file, 3), "");
  EXPECT_EQ(sources.Line(file, 4), "last\r");  // no line end follows: it is text
  EXPECT_EQ(sources.Line(file, 5), "");
  EXPECT_EQ(sources.Line(file, 0), "");
  EXPECT_EQ(sources.LineBegin(file, 2), sources.Begin(file) + 3);
  EXPECT_EQ(sources.LineBegin(file, 9), sources.End(file));
}

TEST(SourceManager, ByteOrderMarkIsNoColumn) {
  SourceManager sources;
  FileId file = sources.AddBuffer("a.arc", "\xEF\xBB\xBFlet");
  EXPECT_EQ(sources.Line(file, 1), "let");
  EXPECT_EQ(sources.Decode(sources.Begin(file)), (LineColumn{1, 1}));
  EXPECT_EQ(sources.Decode(sources.Begin(file) + 3), (LineColumn{1, 1}));
  EXPECT_EQ(sources.Decode(sources.Begin(file) + 4), (LineColumn{1, 2}));
}

TEST(SourceManager, EmptyFile) {
  SourceManager sources;
  FileId file = sources.AddBuffer("a.arc", "");
  EXPECT_EQ(sources.Text(file), "");
  EXPECT_EQ(sources.Text(file).data()[0], '\0');
  EXPECT_EQ(sources.Decode(sources.Begin(file)), (LineColumn{1, 1}));
  EXPECT_EQ(sources.LineCount(file), 1u);
}

TEST(SourceManager, ReadsFilesByteForByte) {
  std::string path = TempPath("bytes.arc");
  std::string text("a\0b\xFF\r\n", 6);
  std::ofstream(path, std::ios::binary) << text;
  SourceManager sources;
  absl::StatusOr<FileId> file = sources.AddFile(path);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(sources.Text(*file), text);
  ::unlink(path.c_str());
}

TEST(SourceManager, ReadsFilesWithoutASize) {
  SourceManager sources;
  absl::StatusOr<FileId> file = sources.AddFile("/proc/self/status");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_FALSE(sources.Text(*file).empty());
}

TEST(SourceManager, ErrorsNameThePathAndTheReason) {
  SourceManager sources;
  absl::Status missing = sources.AddFile("/no/such/file.arc").status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(missing.message(), "cannot open `/no/such/file.arc`: No such file or directory");
  absl::Status folder = sources.AddFile("/").status();
  EXPECT_EQ(folder.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(folder.message(), "cannot read `/`: it is a folder");
  absl::Status device = sources.AddFile("/dev/null").status();
  EXPECT_EQ(device.message(), "cannot read `/dev/null`: it is not a regular file");

  std::string pipe = TempPath("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(sources.AddFile(pipe).status().code(), absl::StatusCode::kInvalidArgument);
  ::unlink(pipe.c_str());
  EXPECT_EQ(sources.file_count(), 0u);
}

TEST(SourceManager, TooLargeFilesAreTurnedDownUnread) {
  std::string path = TempPath("large.arc");
  std::ofstream(path) << "x";
  ASSERT_EQ(::truncate(path.c_str(), static_cast<off_t>(SourceManager::kMaxFileSize) + 1), 0);
  SourceManager sources;
  absl::Status status = sources.AddFile(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  ::unlink(path.c_str());
}

TEST(SourceRange, Join) {
  EXPECT_EQ(Join({1, 3}, {5, 9}), (SourceRange{1, 9}));
  EXPECT_EQ(Join({}, {5, 9}), (SourceRange{5, 9}));
  EXPECT_EQ(Join({1, 3}, {}), (SourceRange{1, 3}));
}

TEST(Utf8, DecodesAndRejects) {
  EXPECT_EQ(DecodeUtf8("a").value, 'a');
  EXPECT_EQ(DecodeUtf8("\xC3\xA9").value, 0xE9u);
  EXPECT_EQ(DecodeUtf8("\xE2\x82\xAC").value, 0x20ACu);
  EXPECT_EQ(DecodeUtf8("\xF0\x9F\x98\x80").value, 0x1F600u);
  EXPECT_EQ(DecodeUtf8("").length, 0u);
  EXPECT_EQ(DecodeUtf8("\x80").length, 0u);              // continuation byte alone
  EXPECT_EQ(DecodeUtf8("\xC0\xAF").length, 0u);          // overlong
  EXPECT_EQ(DecodeUtf8("\xE0\x80\xAF").length, 0u);      // overlong
  EXPECT_EQ(DecodeUtf8("\xED\xA0\x80").length, 0u);      // surrogate
  EXPECT_EQ(DecodeUtf8("\xF4\x90\x80\x80").length, 0u);  // above U+10FFFF
  EXPECT_EQ(DecodeUtf8("\xE2\x82").length, 0u);          // cut
}

TEST(Utf8, EncodesWhatItDecodes) {
  for (uint32_t scalar : {0x24u, 0xA2u, 0x20ACu, 0x10348u, 0x10FFFFu}) {
    std::string text;
    AppendUtf8(scalar, text);
    EXPECT_EQ(DecodeUtf8(text).value, scalar);
    EXPECT_EQ(DecodeUtf8(text).length, text.size());
  }
}

TEST(Utf8, ValidPrefix) {
  EXPECT_EQ(ValidUtf8Prefix("0123456789abcdef"), 16u);
  EXPECT_EQ(ValidUtf8Prefix("0123456789\xC3\xA9xyz"), 15u);
  EXPECT_EQ(ValidUtf8Prefix("0123456789\xFFxyz"), 10u);
}

}  // namespace
}  // namespace arc
