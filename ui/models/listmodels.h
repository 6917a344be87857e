#pragma once
#include "backend/domain/access.h"
#include "backend/domain/community.h"
#include "backend/domain/device.h"
#include "backend/domain/resident.h"
#include "ui/models/rowsmodel.h"

namespace datakubo::ui {

class Format;

// The shorter lists of the window.

class AssignmentsModel : public RowsModel<Assignment>
{
    Q_OBJECT

public:
    AssignmentsModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const Assignment &assignment, int row, int column, int role) const override;

private:
    const Format &m_format;
};

class UnregisteredModel : public RowsModel<UnregisteredDevice>
{
    Q_OBJECT

public:
    enum Column { Name, Eui, Tenant, Messages, LastVolume, LastSeen };

    UnregisteredModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const UnregisteredDevice &device, int row, int column, int role) const override;

private:
    const Format &m_format;
};

class CommunitiesModel : public RowsModel<Community>
{
    Q_OBJECT

public:
    enum Column { Name, Tenant, Devices, Residents };

    CommunitiesModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const Community &community, int row, int column, int role) const override;

private:
    const Format &m_format;
};

class ResidentsModel : public RowsModel<Resident>
{
    Q_OBJECT

public:
    enum Column { Name, Unit, Email };

    explicit ResidentsModel(QObject *parent = nullptr);

protected:
    QVariant cell(const Resident &resident, int row, int column, int role) const override;
};

class ApiKeysModel : public RowsModel<ApiKey>
{
    Q_OBJECT

public:
    enum Column { Name, Prefix, Scope, Created, LastUsed };

    ApiKeysModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const ApiKey &key, int row, int column, int role) const override;

private:
    const Format &m_format;
};

} // namespace datakubo::ui
