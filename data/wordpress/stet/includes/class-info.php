<?php
/**
 * What the site offers, and who is signed in.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * GET /info and GET /me.
 */
final class Info {
	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'rest_api_init', array( self::class, 'routes' ) );
	}

	/**
	 * Action rest_api_init.
	 */
	public static function routes() {
		register_rest_route(
			REST,
			'/info',
			array(
				'methods'             => 'GET',
				'permission_callback' => '__return_true', // What it says is public: name, zone, features.
				'callback'            => array( self::class, 'info' ),
			)
		);
		register_rest_route(
			REST,
			'/me',
			array(
				'methods'             => 'GET',
				'permission_callback' => function () {
					return is_user_logged_in() ? true : Articles::forbidden();
				},
				'callback'            => array( self::class, 'me' ),
			)
		);
	}

	/**
	 * GET /info.
	 *
	 * @return array
	 */
	public static function info() {
		return array(
			'plugin'    => 'stet',
			'version'   => VERSION,
			'api'       => 1,
			'name'      => html_entity_decode( get_bloginfo( 'name' ), ENT_QUOTES, 'UTF-8' ),
			'site'      => (string) get_option( 'stet_site_id' ),
			'zone'      => wp_timezone_string(),
			'languages' => array( get_bloginfo( 'language' ) ),
			'features'  => array( 'if-match', 'idempotency-key', 'transactions', 'fields', 'working', 'review', 'approvals', 'transitions', 'changes', 'media-sha256', 'uploads', 'credit', 'json-ld', 'social', 'hreflang', 'faq-block' ),
			'limits'    => array(
				'media_bytes_max' => wp_max_upload_size(),
				'body_bytes_max'  => Articles::BYTES_MAX,
				'key_chars_max'   => 255,
				'key_days'        => Database::KEEP_DAYS,
				'changes_max'     => Changes::LIMIT,
				'ahead_min_s'     => Workflow::AHEAD_MIN_S,
			),
			'holds'     => array(
				'review' => true,
				'media'  => true,
				'terms'  => true,
			),
		);
	}

	/**
	 * GET /me.
	 *
	 * @return array
	 */
	public static function me() {
		$user   = wp_get_current_user();
		$rights = array(
			'draft'       => 'edit_posts',
			'submit'      => 'edit_posts',
			'edit_others' => 'edit_others_posts',
			'approve'     => 'edit_others_posts',
			'publish'     => 'publish_posts',
			'unpublish'   => 'publish_posts',
			'upload'      => 'edit_posts',
			'terms'       => 'edit_posts',
		);
		return array(
			'id'    => $user->user_nicename,
			'user'  => $user->ID,
			'name'  => $user->display_name,
			'roles' => array_values( $user->roles ),
			'can'   => array_keys( array_filter( $rights, 'current_user_can' ) ),
		);
	}
}
