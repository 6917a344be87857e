#pragma once
#include "backend/services/csvreader.h"

#include <QJsonObject>

namespace datakubo::api {

// A whole body as a CSV file.
services::CsvReader::Source sourceOf(const QByteArray &body);

// A record as the JSON object that would say the same, so that one reader judges both. Empty
// fields are absent; in `numbers` a decimal comma is a point.
QJsonObject objectOf(const services::CsvTable &table, const QStringList &texts,
                     const QStringList &numbers);

} // namespace datakubo::api
