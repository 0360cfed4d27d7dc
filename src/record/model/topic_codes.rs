//! The SNOMED CT findings of each private topic, by number.
//!
//! Source: SNOMED International's IPS Free Set as HL7 publishes it (International Patient Summary 1.1.0, value set
//! "Problems - SNOMED CT IPS Free Set" of 2022), Creative Commons Attribution 4.0: those of its 5,622 findings whose names speak of the topic.
//! What the set doesn't hold isn't found.

/// Infection with HIV, and exposure to it.
#[rustfmt::skip]
pub const HIV: [u32; 5] = [
    62479008, // AIDS
    86406008, // Human immunodeficiency virus infection
    91947003, // Asymptomatic human immunodeficiency virus infection
    165816005, // HIV positive
    444356002, // Exposure to Human immunodeficiency virus
];

/// Alcohol and other drugs; tobacco is not among them.
#[rustfmt::skip]
pub const SUBSTANCES: [u32; 72] = [
    219006, // Current drinker
    281004, // Dementia associated with alcoholism
    2043009, // Alcoholic gastritis
    2403008, // Psychoactive substance dependence
    5602001, // Opioid abuse
    7200002, // Alcoholism
    7916009, // Alcoholic polyneuropathy
    8635005, // Alcohol withdrawal delirium
    9953008, // Acute alcoholic liver disease
    11387009, // Organic mental disorder caused by psychoactive substance
    15167005, // Alcohol abuse
    18653004, // Alcohol intoxication delirium
    21647008, // Amphetamine dependence
    25702006, // Alcohol intoxication
    26416006, // Drug abuse
    31956009, // Cocaine dependence
    37344009, // Cannabis abuse
    41309000, // Alcoholic liver damage
    46975003, // Organic mental disorder caused by cocaine
    50325005, // Alcoholic fatty liver
    51339003, // Polysubstance dependence
    64386003, // Sedative abuse
    66214007, // Substance abuse
    66590003, // Alcohol dependence
    75544000, // Opioid dependence
    77721001, // Opioid intoxication
    78267003, // Cocaine abuse
    85005007, // Cannabis dependence
    86933000, // Heavy drinker
    87132004, // Opioid withdrawal
    161466001, // H/O: alcoholism
    191480000, // Alcohol withdrawal syndrome
    191811004, // Continuous chronic alcoholism
    191812006, // Episodic chronic alcoholism
    191813001, // Chronic alcoholism in remission
    191816009, // Drug dependence
    191819002, // Continuous opioid dependence
    191821007, // Opioid dependence in remission
    191831000, // Cocaine dependence, continuous
    191832007, // Cocaine dependence, episodic
    191833002, // Cocaine dependence in remission
    191837001, // Cannabis dependence, continuous
    191839003, // Cannabis dependence in remission
    191865004, // Combined opioid with other drug dependence
    191871005, // Combined drug dependence, excluding opioids
    191875001, // Combined drug dependence, excluding opioid, in remission
    191882002, // Nondependent alcohol abuse, continuous
    191883007, // Nondependent alcohol abuse, episodic
    191884001, // Nondependent alcohol abuse in remission
    191894006, // Nondependent cannabis abuse, episodic
    191895007, // Nondependent cannabis abuse in remission
    191914006, // Nondependent opioid abuse in remission
    191918009, // Nondependent cocaine abuse, continuous
    191919001, // Nondependent cocaine abuse, episodic
    191920007, // Nondependent cocaine abuse in remission
    191938005, // Nondependent mixed drug abuse in remission
    228320001, // Habitual drinker
    228371004, // Long-term drug misuser
    228372006, // Poly-drug misuser
    231477003, // Heroin dependence
    235875008, // Alcoholic hepatitis
    266890009, // Family history of alcoholism
    284591009, // Persistent alcohol abuse
    371434005, // History of alcohol abuse
    371435006, // History of drug abuse
    420054005, // Alcoholic cirrhosis
    427327003, // Sedative dependence
    445273005, // Polysubstance abuse
    609439002, // Drug withdrawal syndrome in neonate of dependent mother
    1148567001, // Poisoning caused by sedative
    1148649003, // Poisoning caused by opioid receptor agonist
    1149334009, // Acute intoxication
];

/// Infections that are passed on sexually, contraception, sexual function and violence.
#[rustfmt::skip]
pub const SEXUAL_HEALTH: [u32; 42] = [
    2314005, // Unprotected sexual intercourse
    5413009, // Abnormal male sexual function
    5935008, // Oral contraception
    8098009, // Sexually transmitted infectious disease
    8357008, // Reduced libido
    13197004, // Contraception
    15628003, // Gonorrhea
    26039008, // Neurosyphilis
    28154007, // Abnormal female sexual function
    33839006, // Genital herpes simplex
    35742006, // Congenital syphilis
    44001008, // Premature ejaculation
    56335008, // Infection by Trichomonas
    56890008, // Victim of sexual aggression
    56925008, // Abnormal sexual function
    67125004, // Latent syphilis with positive serology
    76272004, // Syphilis
    83074005, // Unplanned pregnancy
    102947004, // High risk sexual behavior
    105629000, // Chlamydial infection
    165781001, // Syphilis titer test positive
    186903006, // Late latent syphilis
    213017001, // Sexual abuse
    237084006, // Chlamydial cervicitis
    240532009, // Human papilloma virus infection
    240542006, // Condyloma acuminatum of the anogenital region
    248110007, // Sexual assault
    266113007, // Genital warts
    268464009, // Contraception using injectable contraceptive medication
    268637002, // Psychosexual dysfunction
    275881005, // History of sexually transmitted disease
    276877003, // Trichomonal vaginitis
    312081001, // IUD contraception
    402894005, // Recurrent genital herpes simplex
    402944008, // Condylomata lata of perianal skin
    407560009, // At risk of sexually transmitted infection
    428007007, // Erectile dysfunction due to type 2 diabetes mellitus
    444150000, // Latent syphilis
    473021009, // Secondary erectile dysfunction
    789537001, // Oral contraceptive prescribed
    860914002, // Erectile dysfunction
    860918004, // Erectile dysfunction due to psychophysiologic disorder
];

/// Disorders and symptoms of mind, mood and behaviour.
#[rustfmt::skip]
pub const MENTAL_HEALTH: [u32; 177] = [
    832007, // Moderate major depression
    891003, // Suicide by self-administered drug
    1376001, // Obsessive compulsive personality disorder
    2073000, // Delusions
    2506003, // Early onset dysthymia
    5158005, // Gilles de la Tourette's syndrome
    5510009, // Organic delusional disorder
    6471006, // Suicidal thoughts
    10981006, // Severe mixed bipolar I disorder with psychotic features
    13438001, // Overanxious disorder of childhood
    13746004, // Bipolar disorder
    14070001, // Multi-infarct dementia with depression
    15639000, // Moderate major depression, single episode
    16506000, // Mixed bipolar I disorder
    17155009, // Trichotillomania
    17226007, // Adjustment disorder
    18003009, // Gender identity disorder of adulthood
    18085000, // Compulsive gambling
    18818009, // Moderate recurrent major depression
    18941000, // Oppositional defiant disorder
    19527009, // Single episode of major depression in full remission
    19887002, // Claustrophobia
    20010003, // Borderline personality disorder
    20734000, // Psychologic conversion disorder
    21897009, // Generalized anxiety disorder
    22121000, // Depressed bipolar I disorder in full remission
    23645006, // Organic mood disorder
    24121004, // Insomnia disorder related to another mental disorder
    25501002, // Social phobia
    26025008, // Residual schizophrenia
    26665006, // Antisocial personality disorder
    28475009, // Severe recurrent major depression with psychotic features
    28663008, // Severe manic bipolar I disorder with psychotic features
    28884001, // Moderate bipolar I disorder, single manic episode
    29599000, // Chronic undifferentiated schizophrenia
    30935000, // Manic bipolar I disorder in full remission
    31177006, // Attention deficit hyperactivity disorder, combined type
    31446002, // Bipolar I disorder, most recent episode hypomanic
    31611000, // Multiple personality disorder
    31658008, // Chronic paranoid schizophrenia
    33135002, // Recurrent major depression in partial remission
    33449004, // Personality disorder
    35252006, // Disorganized schizophrenia
    35253001, // Attention deficit hyperactivity disorder, predominantly inattentive type
    35481005, // Mixed bipolar I disorder in remission
    35489007, // Depressive disorder
    35607004, // Panic disorder with agoraphobia
    35919005, // Autism spectrum disorder
    36474008, // Severe recurrent major depression without psychotic features
    36583000, // Mixed bipolar I disorder in partial remission
    36923009, // Major depression, single episode
    37739004, // Mood disorder due to a general medical condition
    37746008, // Avoidant personality disorder
    40379007, // Mild recurrent major depression
    40568001, // Recurrent brief depressive disorder
    40926005, // Moderate mixed bipolar I disorder
    42810003, // Major depression in remission
    43769008, // Mild mixed bipolar I disorder
    44301001, // Suicide
    44548000, // Hyperactive behavior
    46206005, // Mood disorder
    46229002, // Severe mixed bipolar I disorder without psychotic features
    46244001, // Recurrent major depression in full remission
    47372000, // Adjustment disorder with anxious mood
    47505003, // Posttraumatic stress disorder
    48500005, // Delusional disorder
    48694002, // Anxiety
    49468007, // Depressed bipolar I disorder
    49512000, // Depressed bipolar I disorder in partial remission
    52910006, // Anxiety disorder due to a general medical condition
    53467004, // Anxiety disorder of childhood
    54587008, // Simple phobia
    55554002, // Suicide attempt by inadequate means
    55668003, // Adjustment disorder with mixed emotional features
    56576003, // Panic disorder without agoraphobia
    56882008, // Anorexia nervosa
    57194009, // Adjustment disorder with depressed mood
    58214004, // Schizophrenia
    58703003, // Postpartum depression
    59617007, // Severe depressed bipolar I disorder with psychotic features
    61403008, // Severe depressed bipolar I disorder without psychotic features
    63181006, // Paranoid schizophrenia in remission
    63249007, // Manic bipolar I disorder in partial remission
    64905009, // Paranoid schizophrenia
    66344007, // Recurrent major depression
    66381006, // Adjustment disorder with mixed disturbance of emotions AND conduct
    66631006, // Moderate depressed bipolar I disorder
    67195008, // Acute stress disorder
    68019004, // Recurrent major depression in remission
    68569003, // Manic bipolar I disorder
    68890003, // Schizoaffective disorder
    69322001, // Psychotic disorder
    70691001, // Agoraphobia
    70747007, // Major depression single episode, in partial remission
    71984005, // Mild manic bipolar I disorder
    72366004, // Eating disorder
    73867007, // Severe major depression with psychotic features
    74686005, // Mild depressed bipolar I disorder
    74732009, // Mental disorder
    75084000, // Severe major depression without psychotic features
    76441001, // Severe major depression, single episode, without psychotic features
    78004001, // Bulimia nervosa
    78269000, // Bipolar I disorder, single manic episode, in partial remission
    78667006, // Dysthymia
    79298009, // Mild major depression, single episode
    80711002, // Narcissistic personality disorder
    82313006, // Suicide attempt
    82998009, // Moderate manic bipolar I disorder
    83225003, // Bipolar II disorder
    83458005, // Agitated depression
    84466009, // Dependent personality disorder
    84760002, // Schizoaffective disorder, depressive type
    85248005, // Bipolar disorder in remission
    87414006, // Reactive depression (situational)
    111479008, // Organic mental disorder
    111484002, // Undifferentiated schizophrenia
    111485001, // Mixed bipolar I disorder in full remission
    126943008, // Separation anxiety
    161468000, // H/O: schizophrenia
    161469008, // H/O: depression
    191527001, // Simple schizophrenia
    191572009, // Acute exacerbation of chronic schizoaffective schizophrenia
    191574005, // Schizoaffective schizophrenia in remission
    191604000, // Single major depressive episode, severe, with psychosis
    191616006, // Recurrent depression
    191618007, // Bipolar affective disorder, current episode manic
    191623007, // Bipolar affective disorder, currently manic, severe, with psychosis
    191627008, // Bipolar affective disorder, current episode depression
    191636007, // Mixed bipolar affective disorder
    191659001, // Atypical depressive disorder
    191667009, // Paranoid disorder
    191689008, // Active infantile autism
    191708009, // Chronic anxiety
    191714002, // Dissociative convulsions
    191736004, // Obsessive-compulsive disorder
    191765005, // Emotionally unstable personality disorder
    191956005, // Psychogenic hyperventilation
    192046006, // Brief depressive adjustment reaction
    192049004, // Prolonged depressive adjustment reaction
    192073007, // Change in personality
    192082001, // Aggressive unsocial conduct disorder
    192127007, // Child attention deficit disorder
    192630004, // Psychogenic feeding disorder of infancy and childhood
    197480006, // Anxiety disorder
    198288003, // Anxiety state
    199257008, // Mental disorders during pregnancy, childbirth and the puerperium
    207363009, // Anxiety neurosis
    225457007, // Feeling suicidal
    225624000, // Panic attack
    231489001, // Acute transient psychotic disorder
    231494001, // Mania
    231504006, // Mixed anxiety and depressive disorder
    268621008, // Recurrent major depressive episodes
    271428004, // Schizoaffective disorder, manic type
    274228002, // Drug overdose - suicide
    278853003, // Acute schizophrenia-like psychotic disorder
    300706003, // Endogenous depression
    300895004, // Anxiety attack
    310495003, // Mild depression
    310496002, // Moderate depression
    313182004, // Chronic post-traumatic stress disorder
    370143000, // Major depressive disorder
    371596008, // Bipolar I disorder
    371631005, // Panic disorder
    386822001, // Adjustment reaction of adolescence
    397923000, // Somatization disorder
    401206008, // At risk for deliberate self harm
    406506008, // Attention deficit hyperactivity disorder
    408856003, // Autistic disorder
    413307004, // Mental health problem
    425832009, // Psychophysiologic insomnia
    425919003, // Chronic organic mental disorder
    429672007, // Mood disorder caused by drug
    430852001, // Severe major depression, single episode, with psychotic features
    441704009, // Affective psychosis
    442351006, // Mental disorder due to drug
    444613000, // Adult attention deficit hyperactivity disorder
];
