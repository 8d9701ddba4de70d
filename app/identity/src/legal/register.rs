use std::sync::Arc;

use super::{
    CompanyName, LegalPersons,
    http_register::HttpCompanies,
    store::register::{self, Entry},
};
use crate::{
    Holder, Identity,
    kin_error::KinError,
    realname::{IdNumber, demo_number},
    registers::{Answering, LegalPersonRegister, OnPaper, RegisterSettings, RegisterSilent, RegisteredCompany},
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    context::Client,
    database::{Database, Fault},
    keyring::Keyring,
};

/// The companies of the demonstration's register: code, name, legal representative. All of them are made up; the representatives
/// are people of the register of people.
pub const DEMO_COMPANIES: [(&str, &str, &str); 30] = [
    ("91510104MA6012340U", "成都蓉城智行科技有限责任公司", "王小蓉"),
    ("91510105MA6091536X", "成都锦里老茶馆有限公司", "王小蓉"),
    ("91510106MA6170728Q", "成都天府云帆软件有限公司", "周文涛"),
    ("91510107MA62499118", "成都青羊宫文化传播有限公司", "李建国"),
    ("91510108MA6329102E", "成都浣花溪餐饮管理有限公司", "李建国"),
    ("91510112MA640829XM", "成都都江堰山泉饮品有限公司", "张敏"),
    ("91510113MA6487485T", "成都安德川菜食品有限公司", "阿依古丽·买买提"),
    ("91510114MA6566677M", "成都望江书局有限责任公司", "艾尔肯·吐尔逊"),
    ("91510115MA6645869G", "成都玉林路音乐咖啡有限公司", "陈桂芳"),
    ("91510116MA672505XH", "成都龙泉驿桃花农业有限公司", "欧阳锦程"),
    ("91510104MA6804241L", "成都春熙路服饰有限公司", "司马婉清"),
    ("91510105MA6883437N", "成都金沙遗址文创有限公司", "扎西·德勒"),
    ("91510106MA6962629H", "成都武侯祠旅行社有限公司", "卓玛央宗"),
    ("91510107MA6041811K", "成都三圣乡花卉有限公司", "阿侯·阿英"),
    ("91510108MA6121002R", "成都宽窄巷子客栈有限责任公司", "李𬱖"),
    ("91510112MA620019X1", "成都郫都豆瓣酿造有限公司", "王䶮"),
    ("91510113MA6279387W", "成都双流航空物流有限公司", "邢〇"),
    ("91510114MA6358579P", "成都温江园艺有限公司", "古丽巴哈尔·阿卜杜克热木"),
    ("91510115MA6437760G", "成都青白江国际货运有限公司", "张敏"),
    ("91510116MA6516952B", "成都新都机械制造有限公司", "周文涛"),
    ("91510104MA6596147X", "成都彭州蔬菜配送有限公司", "李建国"),
    ("91510105MA6675339Q", "成都崇州竹编工艺有限责任公司", "阿依古丽·买买提"),
    ("91510106MA6754520H", "成都邛崃酒业有限公司", "欧阳锦程"),
    ("91510107MA6833712C", "成都大邑文博服务有限公司", "扎西·德勒"),
    ("91510108MA69129047", "成都蒲江茶叶有限公司", "卓玛央宗"),
    ("91510112MA69920944", "成都新津水运有限公司", "阿侯·阿英"),
    ("91510113MA60712878", "成都简阳羊肉汤餐饮有限公司", "艾尔肯·吐尔逊"),
    ("91510114MA61504793", "成都高新区芯片设计有限公司", "司马婉清"),
    ("91510115MA6229662J", "成都天府新区会展有限责任公司", "张敏"),
    ("91510116MA6308854D", "成都成华区养老服务有限公司", "周文涛"),
];

/// The register of legal persons that comes with the portal.
struct BuiltInCompanies {
    database: Database,
    keyring: Keyring,
}

impl BuiltInCompanies {
    async fn answer(
        &self,
        uscc: &UnifiedSocialCreditCode,
        person: &OnPaper,
    ) -> Result<Option<RegisteredCompany>, Fault> {
        let found = register::by_code(self.database.reader(), uscc).await?;
        Ok(found.map(|entry| RegisteredCompany {
            represented: entry.representative_name == person.name.as_str()
                && entry.representative_index == index(&self.keyring, &person.number),
            name: entry.name,
        }))
    }
}

impl LegalPersonRegister for BuiltInCompanies {
    fn company<'a>(
        &'a self,
        uscc: &'a UnifiedSocialCreditCode,
        person: &'a OnPaper,
    ) -> Answering<'a, Option<RegisteredCompany>> {
        Box::pin(async move {
            self.answer(uscc, person).await.map_err(|fault| {
                tracing::warn!(%fault, "the built-in register of companies cannot be read");
                RegisterSilent
            })
        })
    }
}

/// The register of legal persons of the settings.
pub(super) fn open(
    settings: &RegisterSettings,
    database: &Database,
    keyring: &Keyring,
) -> Arc<dyn LegalPersonRegister> {
    match settings {
        RegisterSettings::BuiltIn => {
            Arc::new(BuiltInCompanies { database: database.clone(), keyring: keyring.clone() })
        }
        RegisterSettings::Http { url, token } => Arc::new(HttpCompanies::new(url, token)),
    }
}

fn index(keyring: &Keyring, number: &IdNumber) -> String {
    keyring.index("legal representative", number.as_str())
}

/// Enters the demonstration's companies.
pub(crate) async fn add_demo_companies(identity: &Identity) -> Result<(), Fault> {
    let entry = |(uscc, name, representative): (&str, &str, &str)| Entry {
        uscc: uscc.to_owned(),
        name: name.to_owned(),
        representative_name: representative.to_owned(),
        representative_index: demo_number(representative)
            .map(|number| index(&identity.keyring, &number))
            .unwrap_or_default(),
    };
    register::put(identity.database.writer(), DEMO_COMPANIES.into_iter().map(entry).collect()).await
}

/// Opens the account of the demonstration's first company, for whom the register names as its representative.
pub(crate) async fn open_demo(identity: &Identity, holder: &Holder) -> Result<(), KinError> {
    let (code, name, _) = DEMO_COMPANIES[0];
    let uscc = UnifiedSocialCreditCode::parse(code).map_err(|_| KinError::Unknown)?;
    let name = CompanyName::parse(name).ok_or(KinError::Unknown)?;
    let companies = LegalPersons::new(identity.clone(), &RegisterSettings::BuiltIn);
    // The register is not to be asked for what is there: its tries are few.
    match companies.company(holder, &uscc).await {
        Ok(_) => Err(KinError::Already),
        Err(KinError::Unknown) => companies.open(holder, &uscc, &name, false, &Client::default()).await.map(|_| ()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_company_of_the_demonstration_has_a_code_that_checks_and_a_representative_who_is_there() {
        for (code, name, representative) in DEMO_COMPANIES {
            assert!(UnifiedSocialCreditCode::parse(code).is_ok(), "{code} {name}");
            assert!(demo_number(representative).is_some(), "{representative}");
        }
    }
}
