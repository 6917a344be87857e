#include "backend/storage/paging.h"

namespace datakubo::storage {

Statement &prepareWith(Session &session, const QString &sql, const QVariantList &values)
{
    Statement &statement = session.prepare(sql);
    for (const QVariant &value : values)
        statement.bind(value);
    return statement;
}

} // namespace datakubo::storage
