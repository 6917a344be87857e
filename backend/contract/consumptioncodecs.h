#pragma once
#include "backend/domain/audit.h"
#include "backend/domain/balance.h"
#include "backend/domain/consumptionreport.h"
#include "backend/domain/result.h"

#include <QJsonObject>

// Consumption, balance, attention and audit as the JSON of the contract and back; see codecs.h.
namespace datakubo::contract {

QJsonObject toJson(const ConsumptionReport &report);
Result<ConsumptionReport> consumptionReportFromJson(const QJsonObject &object);

QJsonObject toJson(const RegisterMark &mark);
Result<RegisterMark> registerMarkFromJson(const QJsonObject &object);

// Percentages are of the principal, with one decimal.
QJsonObject toJson(const Balance &balance);
Result<Balance> balanceFromJson(const QJsonObject &object);

QJsonObject toJson(const AttentionItem &item);
Result<AttentionItem> attentionItemFromJson(const QJsonObject &object);

QJsonObject toJson(const AuditEntry &entry);
Result<AuditEntry> auditEntryFromJson(const QJsonObject &object);

} // namespace datakubo::contract
