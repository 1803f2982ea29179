#include "rpc/ttrpc/envelope.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/str_cat.h"

namespace arc::ttrpc {
namespace {

// Wire types of protobuf. 3 and 4 were groups.
constexpr uint32_t kVarint = 0;
constexpr uint32_t kFixed64 = 1;
constexpr uint32_t kLengthDelimited = 2;
constexpr uint32_t kFixed32 = 5;

constexpr size_t kMaxStatusMessage = size_t{8} << 10;

struct Field {
  uint32_t number = 0;
  uint32_t wire_type = 0;
  // Of a varint.
  uint64_t value = 0;
  // Of a length-delimited field.
  absl::string_view bytes;
};

class FieldReader {
 public:
  explicit FieldReader(absl::string_view bytes) : rest_(bytes) {}

  // The next field; nothing at the end and after an error.
  std::optional<Field> Next() {
    if (rest_.empty()) return std::nullopt;
    std::optional<uint64_t> tag = Varint();
    if (!tag || *tag >> 32 != 0 || *tag >> 3 == 0) return Fail();
    Field field;
    field.number = static_cast<uint32_t>(*tag >> 3);
    field.wire_type = static_cast<uint32_t>(*tag & 7);
    switch (field.wire_type) {
      case kVarint: {
        std::optional<uint64_t> value = Varint();
        if (!value) return Fail();
        field.value = *value;
        return field;
      }
      case kLengthDelimited: {
        std::optional<uint64_t> length = Varint();
        if (!length || *length > rest_.size()) return Fail();
        field.bytes = rest_.substr(0, *length);
        rest_.remove_prefix(*length);
        return field;
      }
      case kFixed64:
      case kFixed32: {
        const size_t size = field.wire_type == kFixed64 ? 8 : 4;
        if (rest_.size() < size) return Fail();
        rest_.remove_prefix(size);
        return field;
      }
      default:
        return Fail();
    }
  }

  bool ok() const { return ok_; }

 private:
  std::nullopt_t Fail() {
    ok_ = false;
    rest_ = {};
    return std::nullopt;
  }

  std::optional<uint64_t> Varint() {
    uint64_t value = 0;
    for (size_t i = 0; i < 10 && i < rest_.size(); ++i) {
      const uint8_t byte = static_cast<uint8_t>(rest_[i]);
      // The tenth byte has room for one bit; protobuf drops the others.
      value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
      if (byte < 0x80) {
        rest_.remove_prefix(i + 1);
        return value;
      }
    }
    return std::nullopt;
  }

  absl::string_view rest_;
  bool ok_ = true;
};

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("malformed ", what));
}

bool Is(const Field& field, uint32_t number, uint32_t wire_type) {
  return field.number == number && field.wire_type == wire_type;
}

bool DecodePair(absl::string_view bytes, std::pair<std::string, std::string>& pair) {
  FieldReader reader(bytes);
  while (std::optional<Field> field = reader.Next()) {
    if (Is(*field, 1, kLengthDelimited)) pair.first = std::string(field->bytes);
    if (Is(*field, 2, kLengthDelimited)) pair.second = std::string(field->bytes);
  }
  return reader.ok() && IsUtf8(pair.first) && IsUtf8(pair.second);
}

void PutVarint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void PutLength(std::string& out, uint32_t number, size_t length) {
  PutVarint(out, number << 3 | kLengthDelimited);
  PutVarint(out, length);
}

// Protobuf omits fields with their default.
void PutBytes(std::string& out, uint32_t number, absl::string_view bytes) {
  if (bytes.empty()) return;
  PutLength(out, number, bytes.size());
  out.append(bytes.data(), bytes.size());
}

// Bytes of the UTF-8 sequence that `text` begins with, 0 if there is none.
size_t Utf8SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first < 0xc2   ? 0
                        : first < 0xe0 ? 2
                        : first < 0xf0 ? 3
                        : first < 0xf5 ? 4
                                       : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 2) return 0;
  }
  // Overlong forms, surrogates, beyond U+10FFFF.
  if (first == 0xe0 && byte(1) < 0xa0) return 0;
  if (first == 0xed && byte(1) >= 0xa0) return 0;
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) >= 0x90) return 0;
  return length;
}

// `text` with a question mark for each byte that is no UTF-8.
std::string ToUtf8(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t length = Utf8SequenceLength(text);
    if (length == 0) {
      out.push_back('?');
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return out;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = Utf8SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

absl::StatusOr<RequestEnvelope> DecodeRequest(absl::string_view bytes) {
  RequestEnvelope request;
  FieldReader reader(bytes);
  while (std::optional<Field> field = reader.Next()) {
    if (Is(*field, 1, kLengthDelimited)) {
      request.service = field->bytes;
    } else if (Is(*field, 2, kLengthDelimited)) {
      request.method = field->bytes;
    } else if (Is(*field, 3, kLengthDelimited)) {
      request.payload = field->bytes;
    } else if (Is(*field, 4, kVarint)) {
      request.timeout_nano = static_cast<int64_t>(field->value);
    } else if (Is(*field, 5, kLengthDelimited)) {
      if (!DecodePair(field->bytes, request.metadata.emplace_back())) return Malformed("metadata");
    }
  }
  if (!reader.ok() || !IsUtf8(request.service) || !IsUtf8(request.method)) {
    return Malformed("request");
  }
  return request;
}

absl::StatusOr<std::string> EncodeRequestPrefix(const RequestEnvelope& request) {
  bool utf8 = IsUtf8(request.service) && IsUtf8(request.method);
  std::string out;
  PutBytes(out, 1, request.service);
  PutBytes(out, 2, request.method);
  if (request.timeout_nano != 0) {
    PutVarint(out, 4 << 3 | kVarint);
    PutVarint(out, static_cast<uint64_t>(request.timeout_nano));
  }
  for (const auto& [key, value] : request.metadata) {
    utf8 = utf8 && IsUtf8(key) && IsUtf8(value);
    std::string pair;
    PutBytes(pair, 1, key);
    PutBytes(pair, 2, value);
    PutLength(out, 5, pair.size());
    out += pair;
  }
  if (!utf8) {
    return absl::InvalidArgumentError("service, method and metadata of a request must be UTF-8");
  }
  if (!request.payload.empty()) PutLength(out, 3, request.payload.size());
  return out;
}

absl::StatusOr<ResponseEnvelope> DecodeResponse(absl::string_view bytes) {
  ResponseEnvelope response;
  int32_t code = 0;
  absl::string_view message;
  FieldReader reader(bytes);
  while (std::optional<Field> field = reader.Next()) {
    if (Is(*field, 1, kLengthDelimited)) {
      // Messages that come twice are merged.
      FieldReader status(field->bytes);
      while (std::optional<Field> part = status.Next()) {
        if (Is(*part, 1, kVarint)) code = static_cast<int32_t>(part->value);
        if (Is(*part, 2, kLengthDelimited)) message = part->bytes;
      }
      if (!status.ok() || !IsUtf8(message)) return Malformed("status");
    } else if (Is(*field, 2, kLengthDelimited)) {
      response.payload = field->bytes;
    }
  }
  if (!reader.ok()) return Malformed("response");
  if (code < 0 || code > static_cast<int32_t>(absl::StatusCode::kUnauthenticated)) {
    response.status = absl::UnknownError(absl::StrCat("code ", code, ": ", message));
  } else {
    // Abseil's codes are gRPC's.
    response.status = absl::Status(static_cast<absl::StatusCode>(code), message);
  }
  return response;
}

std::string EncodeResponsePrefix(size_t payload_size) {
  std::string out;
  if (payload_size != 0) PutLength(out, 2, payload_size);
  return out;
}

std::string EncodeErrorResponse(const absl::Status& status) {
  std::string parts;
  PutVarint(parts, 1 << 3 | kVarint);
  PutVarint(parts, static_cast<uint64_t>(status.raw_code()));
  PutBytes(parts, 2, ToUtf8(status.message().substr(0, kMaxStatusMessage)));
  std::string out;
  PutBytes(out, 1, parts);
  return out;
}

}  // namespace arc::ttrpc
