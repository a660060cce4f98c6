package demo

import "strings"

// name is a given or family name as it is written and as an address spells it.
type name struct{ written, ascii string }

// country is where a customer lives: how people there are called, write and phone.
type country struct {
	code     string // as the last but one label of a company's domain
	weight   int    // share among the customers
	language string
	phone    string // '#' is a digit
	family   bool   // the family name is written first
	given    []name
	last     []name
}

// names reads a list of names; "Åsa=asa" gives the spelling in addresses where
// lower case alone is not enough.
func names(list string) []name {
	var found []name
	for _, word := range strings.Fields(list) {
		written, ascii, spelled := strings.Cut(word, "=")
		if !spelled {
			ascii = strings.ToLower(written)
		}
		found = append(found, name{written, ascii})
	}
	return found
}

var countries = []country{
	{code: "se", weight: 12, language: "sv", phone: "+46 70 174 0# ##",
		given: names("Nora Elsa Åsa=asa Björn=bjorn Lars Ingrid Maja Oskar Sven Karin Viktor Ebba Hugo Göran=goran"),
		last:  names("Lind Berg Sjöberg=sjoberg Nyström=nystrom Lindqvist Holm Ekdahl Åkesson=akesson Dahl Wallin Öberg=oberg")},
	{code: "de", weight: 16, language: "de", phone: "+49 30 23125 ###",
		given: names("Anna Jürgen=juergen Lukas Sabine Uwe Heike Jonas Mia Stefan Katrin Moritz Lea Günter=guenter"),
		last:  names("Schäfer=schaefer Müller=mueller Vogel Krüger=krueger Weiß=weiss Brandt Hoffmann Böhm=boehm Keller Lorenz Winter")},
	{code: "fr", weight: 10, language: "fr", phone: "+33 6 39 98 ## ##",
		given: names("Chloé=chloe Hugo Léa=lea Benoît=benoit Camille Étienne=etienne Manon Théo=theo Inès=ines Luc Margaux"),
		last:  names("Moreau Lefèvre=lefevre Dubois Girard Roussel Béranger=beranger Chevalier Fontaine Marchand Noël=noel")},
	{code: "it", weight: 9, language: "it", phone: "+39 333 000 ####",
		given: names("Giulia Marco Chiara Luca Sofia Matteo Elena Davide Nicolò=nicolo Paola Enzo"),
		last:  names("Rossi Bianchi Conti Galli Marchetti Ferri Rinaldi Colombo D'Amico=damico Leone Serra")},
	{code: "br", weight: 10, language: "pt", phone: "+55 11 9#### ####",
		given: names("João=joao Ana Luíza=luiza Caio Beatriz Thiago Conceição=conceicao Rafael Júlia=julia Bruno Lívia=livia"),
		last:  names("Souza Araújo=araujo Gonçalves=goncalves Pereira Magalhães=magalhaes Ribeiro Teixeira Barbosa Leão=leao Nunes")},
	{code: "mx", weight: 6, language: "es", phone: "+52 55 #### ####",
		given: names("Sofía=sofia Diego Valentina Íñigo=inigo Camila José=jose Mariana Andrés=andres Lucía=lucia Emilio"),
		last:  names("Muñoz=munoz Hernández=hernandez Ramírez=ramirez Castillo Peña=pena Ortega Vega Cárdenas=cardenas Rojas Soto")},
	{code: "pl", weight: 6, language: "pl", phone: "+48 512 ### ###",
		given: names("Łukasz=lukasz Zofia Michał=michal Agnieszka Paweł=pawel Julia Grzegorz Maja Kamil Świętosława=swietoslawa"),
		last:  names("Wójcik=wojcik Kowalczyk Zieliński=zielinski Mazur Dąbrowska=dabrowska Krawczyk Wróbel=wrobel Pawlak")},
	{code: "uk", weight: 10, language: "en", phone: "+44 7700 900###",
		given: names("Oliver Amelia Harry Isla Rory Siobhan Ewan Poppy Callum Freya Niamh Arthur"),
		last:  names("Ashworth Baxter O'Connell=oconnell Fairfax Hargreaves Llewellyn Pemberton Quayle MacLeod Thorne")},
	{code: "us", weight: 12, language: "en", phone: "+1 (###) 555-01##",
		given: names("Mason Harper Logan Avery Wyatt Riley Jordan Carmen Dakota Ethan Grace Tyler"),
		last:  names("Bennett Carter Delgado Ellison Fletcher Griffin Hayes Irving Jacobson Kessler Whitfield")},
	{code: "ua", weight: 7, language: "uk", phone: "+380 67 ### ## ##",
		given: names("Олена=olena Андрій=andriy Марія=mariia Тарас=taras Оксана=oksana Богдан=bohdan Юлія=yuliia Назар=nazar"),
		last:  names("Шевчук=shevchuk Коваль=koval Бондар=bondar Мельник=melnyk Ткач=tkach Лисенко=lysenko Гончар=honchar")},
	{code: "jp", weight: 8, language: "ja", phone: "+81 90 #### ####", family: true,
		given: names("陽菜=hina 蓮=ren 結衣=yui 大翔=hiroto 葵=aoi 健太=kenta 美咲=misaki 颯太=sota"),
		last:  names("佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi")},
	{code: "cn", weight: 6, language: "zh", phone: "+86 139 #### ####", family: true,
		given: names("伟=wei 芳=fang 娜=na 敏=min 静=jing 强=qiang 磊=lei 洋=yang 晓明=xiaoming"),
		last:  names("王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 欧阳=ouyang")},
	{code: "ae", weight: 5, language: "ar", phone: "+971 50 ### ####",
		given: names("ليلى=layla أحمد=ahmad فاطمة=fatima عمر=omar نور=noor خالد=khalid مريم=maryam"),
		last:  names("الخطيب=alkhatib حداد=haddad منصور=mansour القاسم=alqasim سليمان=sulaiman نجار=najjar")},
	{code: "in", weight: 9, language: "en", phone: "+91 98### #####",
		given: names("Aarav Diya Rohan Ananya Vikram Kavya Arjun Meera Sanjay Lakshmi Nikhil Priya"),
		last:  names("Iyer Patel Sharma Nair Chowdhury Kulkarni Reddy Banerjee Singh Mehta Thakur")},
}

// words of company names.
var (
	companyHeads = strings.Fields("nord lumen alto terra vela kite orbit delta pixel stone river amber cobalt ember fjord glade harbor iron " +
		"juniper lark maple north onyx pine quartz raven sable tidal umber vista willow zephyr cedar copper dune flint grove")
	companyTails = strings.Fields("works soft labs media cloud studio systems shop trade data hosting design logic net digital care foods " +
		"travel motors books games music estate clinic agency print energy metal farm school")
	mailDomains = strings.Fields("mail.example post.example inbox.test webmail.example letter.test openmail.example")
	roleNames   = strings.Fields("info admin billing dev hosting it office support webmaster ops")
)

// words of environment names.
var (
	environmentHeads = strings.Fields("shop blog api crm wiki portal staging erp auth git ci docs cache demo forum intranet lms node mail magento wp")
	environmentTails = []string{"", "", "", "-prod", "-dev", "-test", "-stage", "-eu", "-backup"}
)

// ordinary notes of the support desk.
var plainNotes = []string{
	"VIP, invoices to finance@",
	"Asked for a yearly invoice",
	"Prefers phone calls after 14:00 CET",
	"Trial extended twice, do not extend again",
	"Migrated from our old cluster",
	"Paid by bank transfer, takes three days.\nDo not suspend before the 10th.",
	"Contact for incidents: second line of the company.\nContract 2024/118.\n\nDiscount 12 %",
	"Rechnung immer an die Buchhaltung, nicht an den Ansprechpartner",
	"Cliente solicitó factura con RFC; revisar antes de cobrar",
	"Ne pas relancer avant la fin du mois",
	"Kund sedan 2017, ring före avstängning",
	"Клієнт просив не надсилати розсилку",
	"お客様は日本語でのサポートを希望\n請求書は月末締め",
	"客户要求中文发票",
	"العميل يفضل التواصل عبر البريد الإلكتروني",
	"Abuse report #8841 closed, false alarm",
	"Refund agreed: 19.90 EUR -> bonus",
	"Two accounts, the other one is on the reseller's side",
	"Pediu nota fiscal em nome da matriz 🇧🇷",
}

// hostileNotes are what a careless or evil hand leaves in a field: control
// characters, reversed text, formulas, markup, and one that never ends.
var hostileNotes = []string{
	"Good customer\u202e remotsuc daB \u202c",
	"bell\a, backspace\b\b\b, escape\x1b[31mred\x1b[0m, delete\x7f",
	"zero\u200bwidth\u200djoin\ufeffmark, next\u0085line and a line\u2028separator",
	`=HYPERLINK("http://evil.example","click")`,
	`<script>alert("note")</script> & 'quotes' "twice" \ back`,
	"tab\tcarriage\rreturn\r\n@cmd|' /C calc'!A0",
	strings.Repeat("A very long story about one invoice. ", 60),
}

// regions are the host groups of the demo cluster.
var regions = []string{"default_hn_group", "eu-north", "us-east"}

// seedGroup is a customer group of the demo cluster.
type seedGroup struct {
	name, kind, description          string
	isDefault, signup, collaboration bool
}

var seedGroups = []seedGroup{
	{name: "beta", kind: "beta", description: "Early testers", isDefault: true},
	{name: "trial", kind: "trial", description: "14 day trial", isDefault: true, signup: true},
	{name: "billing", kind: "billing", description: "Prepaid", isDefault: true},
	{name: "post", kind: "post", description: "Postpaid", isDefault: true},
	{name: "billing_vip", kind: "billing", description: "Prepaid with a personal manager"},
	{name: "partners_eu", kind: "post", description: "Monthly invoices"},
	{name: "collaborators", kind: "trial", description: "Invited to other accounts", collaboration: true},
}

// seedReseller is a sub-platform; an empty currency is the platform's.
type seedReseller struct {
	id                      int64
	name, domain, status    string
	owner                   int64
	code, currency, usdRate string
}

// platformCurrency is the money of direct customers.
var platformCurrency = seedReseller{code: "EUR", currency: "Euro", usdRate: "1.0850"}

var seedResellers = []seedReseller{
	{id: 1, name: "Fjord Hosting", domain: "fjord-hosting.se.example", status: "ACTIVE", owner: 5, code: "SEK", currency: "Swedish krona", usdRate: "0.0935"},
	{id: 2, name: "Sakura Cloud", domain: "sakura-cloud.jp.example", status: "ACTIVE", owner: 11, code: "JPY", currency: "Japanese yen", usdRate: "0.0067"},
	{id: 3, name: "Andes Nube", domain: "andes-nube.mx.example", status: "ACTIVE", owner: 12},
	{id: 4, name: "Old Mill IT", domain: "old-mill.uk.example", status: "SUSPENDED", owner: 13, code: "GBP", currency: "Pound sterling", usdRate: "1.2700"},
}
